const BINARY = /^no such overload: (.+) (==|!=|<=|>=|<|>|in|\+|-|\*|\/|%) (.+)$/;
const UNARY = /^no such overload: ([!-])(.+)$/;
const LIBRARY_TYPES = /google\.protobuf\.(Timestamp|Duration)/g;
const LATE_TYPE = /\bdyn<([^<>]*(?:<[^<>]*(?:<[^<>]*>)?[^<>]*>)?)>/g;

/** The library's word that an operator or a function does not take some types, for a person. It names types alone. */
export function overloadText(summary: string): string {
  const text = summary
    .replace(LIBRARY_TYPES, (_, name: string) => name.toLowerCase())
    .replace(LATE_TYPE, '$1')
    .replaceAll('$', '');
  const binary = BINARY.exec(text);
  if (binary !== null) return `\`${binary[2]}\` does not go between ${binary[1]} and ${binary[3]}`;
  const unary = UNARY.exec(text);
  if (unary !== null) return `\`${unary[1]}\` does not go before ${unary[2]}`;
  return text.replace(/^found no matching overload for '(.+)'$/, '`$1` is no function');
}
