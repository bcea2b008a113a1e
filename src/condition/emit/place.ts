import type { Node } from '../syntax.ts';
import type { Scope } from './scope.ts';
import type { Writer } from './writer.ts';

/** Where a piece of source is written. */
export interface Place<B> {
  readonly writer: Writer;
  readonly scope: Scope<B>;
  /** Writes a node as an expression, in brackets where it needs them. */
  emit(node: Node, place: Place<B>): string;
}
