/**
 * A compiled expression on what it runs on. True and false are given as they are; every other result is what the
 * compiler was told to make of it. Never throws.
 */
export type Run<B, R> = (bindings: B) => boolean | R;
