import { readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { isTree, merge, type Tree } from './merge.ts';

/** A Kubernetes object. */
export interface Manifest extends Tree {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
}

interface Patch {
  readonly path: string;
  readonly target: { readonly kind: string; readonly labelSelector: string };
}

interface Generator {
  readonly name: string;
  readonly literals?: readonly string[];
  readonly files?: readonly string[];
  readonly options?: { readonly disableNameSuffixHash: true };
}

interface Image {
  readonly name: string;
  readonly newName: string;
  readonly newTag: string;
}

interface Kustomization {
  readonly apiVersion: string;
  readonly kind: string;
  readonly resources?: readonly string[];
  readonly components?: readonly string[];
  readonly configMapGenerator?: readonly Generator[];
  readonly patches?: readonly Patch[];
  readonly images?: readonly Image[];
}

const KNOWN = ['apiVersion', 'kind', 'resources', 'components', 'configMapGenerator', 'patches', 'images'];

/**
 * What `kubectl kustomize` makes of a folder, for as much of kustomize as stands in deploy/, but for the hash at the end
 * of a generated name. Throws where a kustomization says more than that.
 */
export function render(folder: string, given: readonly Manifest[] = []): readonly Manifest[] {
  const file: Kustomization = parse(readFileSync(join(folder, 'kustomization.yaml'), 'utf8'));
  const unknown = Object.keys(file).filter((key) => !KNOWN.includes(key));
  if (unknown.length > 0) throw new Error(`${folder}: not understood here: ${unknown.join(', ')}`);
  let manifests = [...given, ...(file.resources ?? []).flatMap((path) => resource(join(folder, path)))];
  manifests.push(...(file.configMapGenerator ?? []).map((generator) => configMap(folder, generator)));
  for (const component of file.components ?? []) manifests = [...render(join(folder, component), manifests)];
  for (const patch of file.patches ?? []) manifests = manifests.map((manifest) => patched(folder, patch, manifest));
  for (const image of file.images ?? [])
    manifests = manifests.map((manifest) => withImage(manifest, image) as Manifest);
  return manifests;
}

function resource(path: string): readonly Manifest[] {
  if (statSync(path).isDirectory()) return render(path);
  return parseAllDocuments(readFileSync(path, 'utf8')).map((document) => document.toJS());
}

function configMap(folder: string, { name, literals = [], files = [] }: Generator): Manifest {
  const data = [
    ...literals.map((literal) => [literal.slice(0, literal.indexOf('=')), literal.slice(literal.indexOf('=') + 1)]),
    ...files.map((path) => [basename(path), readFileSync(join(folder, path), 'utf8')]),
  ];
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: Object.fromEntries(data) };
}

function patched(folder: string, { path, target }: Patch, manifest: Manifest): Manifest {
  const [label = '', value] = target.labelSelector.split('=');
  const isMeant = new RegExp(`^(?:${target.kind})$`).test(manifest.kind) && manifest.metadata.labels?.[label] === value;
  if (!isMeant) return manifest;
  const { spec } = parse(readFileSync(join(folder, path), 'utf8'));
  return merge(manifest, { spec }) as Manifest;
}

/** Every container's image of this name, wherever in the manifest it stands. */
function withImage(value: unknown, image: Image): unknown {
  if (Array.isArray(value)) return value.map((item) => withImage(item, image));
  if (!isTree(value)) return value;
  const entries = Object.entries(value).map(([key, member]) => {
    const isMeant = key === 'image' && typeof member === 'string' && member.split(':')[0] === image.name;
    return [key, isMeant ? `${image.newName}:${image.newTag}` : withImage(member, image)];
  });
  return Object.fromEntries(entries);
}
