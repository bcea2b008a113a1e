import type { JsonObject } from '../model/json.ts';
import type { Entity } from '../model/question.ts';
import type { Activation } from './condition.ts';
import { type ListCache, MemberMap } from './values.ts';

/** The variables of one activation as the library reads them, each made when a condition first asks for it. */
export class Bindings {
  readonly #activation: Activation;
  readonly #lists: ListCache = { known: undefined };
  #subject: MemberMap | undefined;
  #action: MemberMap | undefined;
  #resource: MemberMap | undefined;
  #context: MemberMap | undefined;
  #now: Date | undefined;

  constructor(activation: Activation) {
    this.#activation = activation;
  }

  get subject(): MemberMap {
    this.#subject ??= this.#entity(this.#activation.subject);
    return this.#subject;
  }

  get action(): MemberMap {
    const { name, properties } = this.#activation.action;
    this.#action ??= this.#map({ name, properties });
    return this.#action;
  }

  get resource(): MemberMap {
    this.#resource ??= this.#entity(this.#activation.resource);
    return this.#resource;
  }

  get context(): MemberMap {
    this.#context ??= this.#map(this.#activation.context);
    return this.#context;
  }

  get now(): Date {
    this.#now ??= new Date(this.#activation.now);
    return this.#now;
  }

  #entity({ type, id, properties }: Entity): MemberMap {
    return this.#map({ type, id, properties });
  }

  #map(object: JsonObject): MemberMap {
    return new MemberMap(object, this.#lists);
  }
}

let last: { readonly activation: Activation; readonly bindings: Bindings } | undefined;

/**
 * The bindings of an activation, the same ones for all conditions that run on it one after the other. One is remembered:
 * the conditions of a question run in a row, and a WeakMap would cost ten times what a run does.
 */
export function bindingsOf(activation: Activation): Bindings {
  if (last?.activation !== activation) last = { activation, bindings: new Bindings(activation) };
  return last.bindings;
}
