/** True for the names of policy files, false for `*.test.yaml` and all else. */
export function isPolicyName(name: string): boolean {
  return /\.ya?ml$/.test(name) && !/\.test\.ya?ml$/.test(name);
}
