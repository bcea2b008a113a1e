/** The text with the user and password of every URL in it replaced by `***`. */
export function cutPasswords(text: string): string {
  // To the last `@` of the word: a password may itself hold one, or a slash.
  return text.replace(/(:\/\/)[^\s`]*@/g, '$1***@');
}
