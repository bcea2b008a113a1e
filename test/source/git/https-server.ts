export { type HttpsGit, startHttps } from '../../../bench/git/https-server.mjs';
