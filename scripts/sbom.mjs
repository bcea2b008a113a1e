// Prints what this installation is made of, as a CycloneDX 1.5 document: the packages that npm installed for production,
// Node, and with `--system` the packages of Debian. `npm sbom` is not used, because it leaves out packages that something
// else names as an optional peer.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const read = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
const product = read('../package.json');
// Written by npm as it installs: what is there, not what could be.
const installed = Object.entries(read('../node_modules/.package-lock.json').packages).filter(
  ([, { dev = false, devOptional = false, optional = false }]) => !dev && !devOptional && !optional,
);
const nameOf = (path) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
const refOf = (path) => `${nameOf(path)}@${installed.find(([each]) => each === path)?.[1].version}`;

const packages = installed.map(([path, { version, license, integrity = '' }]) => ({
  type: 'library',
  'bom-ref': refOf(path),
  name: nameOf(path),
  version,
  purl: `pkg:npm/${nameOf(path).replace('@', '%40')}@${version}`,
  hashes: integrity
    .split(' ')
    .filter((each) => each.startsWith('sha512-'))
    .map((each) => ({ alg: 'SHA-512', content: Buffer.from(each.slice('sha512-'.length), 'base64').toString('hex') })),
  ...(license === undefined ? {} : { licenses: [{ expression: license }] }),
}));
const platform = {
  type: 'platform',
  'bom-ref': `node@${process.versions.node}`,
  name: 'node',
  version: process.versions.node,
  purl: `pkg:generic/node@${process.versions.node}`,
};
const components = [...packages, platform, ...(process.argv.includes('--system') ? systemPackages() : [])];
const self = { ref: `${product.name}@${product.version}`, dependsOn: dependsOn('', product) };
const dependencies = [
  self,
  ...installed.map(([path, entry]) => ({ ref: refOf(path), dependsOn: dependsOn(path, entry) })),
];

const document = {
  bomFormat: 'CycloneDX',
  specVersion: '1.5',
  version: 1,
  metadata: {
    lifecycles: [{ phase: 'build' }],
    component: {
      type: 'application',
      'bom-ref': self.ref,
      name: product.name,
      version: product.version,
      description: product.description,
      purl: `pkg:npm/${product.name}@${product.version}`,
      licenses: [{ expression: product.license }],
    },
  },
  components,
  dependencies,
};
process.stdout.write(`${JSON.stringify({ ...document, serialNumber: serialNumber(document) }, null, 2)}\n`);

/** References of what a package depends on: each in the nearest folder above, as Node finds it. */
function dependsOn(path, { dependencies: wanted = {} }) {
  return Object.keys(wanted).flatMap((name) => {
    const found = foldersAbove(path).find((folder) => installed.some(([each]) => each === folder + name));
    return found === undefined ? [] : [refOf(found + name)];
  });
}

function foldersAbove(path) {
  const folders = ['node_modules/'];
  for (let at = path.indexOf('/node_modules/'); at !== -1; at = path.indexOf('/node_modules/', at + 1)) {
    folders.unshift(`${path.slice(0, at)}/node_modules/`);
  }
  return path === '' ? folders : [`${path}/node_modules/`, ...folders];
}

function systemPackages() {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholders are dpkg's
  const format = '${Package}\t${Version}\t${Architecture}\n';
  const listed = execFileSync('dpkg-query', ['-W', '-f', format], { encoding: 'utf8' });
  return listed
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [name, version, architecture] = line.split('\t');
      const purl = `pkg:deb/debian/${name}@${encodeURIComponent(version)}?arch=${architecture}`;
      return { type: 'library', 'bom-ref': purl, name, version, purl };
    });
}

/** The same contents have the same number. */
function serialNumber(contents) {
  const hex = createHash('sha256').update(JSON.stringify(contents)).digest('hex');
  const groups = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  return `urn:uuid:${groups.join('-')}`;
}
