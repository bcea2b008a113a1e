import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';

/** A git server as forges have it: https, basic authentication, a certificate that its own authority has signed. Serves the
 * repositories below a folder. */
export async function startHttps(folder, root, token) {
  const { authority, certificate, key } = makeCertificates(folder);
  const state = { broken: false, token, requests: [] };
  const server = createServer({ cert: readFileSync(certificate), key: readFileSync(key) }, (request, response) => {
    state.requests.push(request.url ?? '');
    if (state.broken) response.writeHead(500).end();
    else if (!isAllowed(request, state.token)) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end();
    } else backend(root, request, response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address().port;
  return Object.assign(state, {
    port: bound,
    authority,
    url: (name) => `https://127.0.0.1:${bound}/${name}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}

function isAllowed({ headers }, token) {
  const [, encoded = ''] = (headers.authorization ?? '').split(' ');
  return Buffer.from(encoded, 'base64').toString().split(':').slice(1).join(':') === token;
}

/** Hands a request to `git http-backend` by CGI. */
function backend(root, request, response) {
  const { pathname, search } = new URL(request.url ?? '/', 'https://localhost');
  const { headers } = request;
  const child = spawn('git', ['http-backend'], {
    env: {
      PATH: process.env['PATH'],
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'http.receivepack',
      GIT_CONFIG_VALUE_0: 'true',
      PATH_INFO: decodeURIComponent(pathname),
      QUERY_STRING: search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: headers['content-type'] ?? '',
      ...(headers['content-encoding'] === undefined ? {} : { HTTP_CONTENT_ENCODING: headers['content-encoding'] }),
      ...(headers['git-protocol'] === undefined ? {} : { GIT_PROTOCOL: String(headers['git-protocol']) }),
      REMOTE_USER: 'git',
    },
  });
  request.pipe(child.stdin);
  child.stdin.on('error', () => {});
  let head = Buffer.alloc(0);
  child.stdout.on('data', (chunk) => {
    if (head === undefined) {
      response.write(chunk);
      return;
    }
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\r\n\r\n');
    if (end < 0) return;
    const lines = head.toString('latin1', 0, end).split('\r\n');
    const fields = lines.map((line) => line.split(/: */)).map(([name = '', ...rest]) => [name, rest.join(': ')]);
    const status = fields.find(([name]) => name === 'Status')?.[1] ?? '200';
    response.writeHead(Number.parseInt(status, 10), Object.fromEntries(fields.filter(([name]) => name !== 'Status')));
    response.write(head.subarray(end + 4));
    head = undefined;
  });
  child.on('close', () => response.end());
}

function makeCertificates(folder) {
  const at = (name) => join(folder, name);
  const files = { authority: at('ca.pem'), certificate: at('server.pem'), key: at('server.key') };
  mkdirSync(folder, { recursive: true });
  const openssl = (...args) => execFileSync('openssl', args, { stdio: 'ignore' });
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl(
    'req',
    '-x509',
    ...curve,
    '-keyout',
    at('ca.key'),
    '-out',
    files.authority,
    '-days',
    '2',
    '-subj',
    '/CN=test',
  );
  openssl('req', ...curve, '-keyout', files.key, '-out', at('server.csr'), '-subj', '/CN=127.0.0.1');
  writeFileSync(at('san'), 'subjectAltName=IP:127.0.0.1');
  const sign = ['-CA', files.authority, '-CAkey', at('ca.key'), '-CAcreateserial', '-days', '2', '-extfile', at('san')];
  openssl('x509', '-req', '-in', at('server.csr'), '-out', files.certificate, ...sign);
  return files;
}
