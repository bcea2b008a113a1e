import type { AdminEvent, Decided } from '../model/recorder.ts';
import type { Appender } from './appender.ts';
import { createLineMaker, type LineMaker } from './line.ts';
import type { Gap, Losses } from './losses.ts';

/** Takes records in while answers are made, and makes their lines after. Bounded: what doesn't fit is lost and counted. */
export interface Intake {
  /** Records taken in whose lines are not yet made. */
  readonly waiting: number;
  admit(item: Decided | AdminEvent): void;
  /** Takes in a line that says what was lost, if anything was. */
  admitGap(): void;
  /** Makes the lines of all that waits and hands them to the appender. */
  release(): void;
}

export interface IntakeOptions {
  readonly appender: Appender;
  readonly losses: Losses;
  readonly queueLimit: number;
  readonly queueSize: number;
  /** Called when the answers of this turn of the event loop are on their way. */
  readonly turned: () => void;
}

type Item = Decided | AdminEvent | (Gap & { readonly kind: 'gap' });

export function createIntake(options: IntakeOptions): Intake {
  const { appender, losses, queueLimit, turned } = options;
  const make = createLineMaker();
  let waiting: Item[] = [];
  let turn: NodeJS.Immediate | undefined;
  const admitGap = (): void => {
    const gap = losses.takeGap();
    if (gap !== undefined) waiting.push({ kind: 'gap', ...gap });
  };
  return {
    get waiting() {
      return waiting.length;
    },
    admit(item) {
      if (waiting.length + appender.lines >= queueLimit) {
        losses.add('queue-full', item.time);
        return;
      }
      admitGap();
      waiting.push(item);
      turn ??= setImmediate(turned);
    },
    admitGap,
    release() {
      clearImmediate(turn);
      turn = undefined;
      const items = waiting;
      waiting = [];
      for (const item of items) pass(item, make, options);
    },
  };
}

function pass(item: Item, make: LineMaker, { appender, losses, queueSize }: IntakeOptions): void {
  if ('count' in item) {
    const { count, from, until } = item;
    const now = Date.now();
    appender.push(make.dropped(count, from, until, now), now, { count, from, until });
    return;
  }
  const text = textOf(item, make);
  if (text === undefined) losses.add('fault', item.time);
  else if (appender.size + text.length > queueSize) losses.add('queue-full', item.time);
  else appender.push(text, item.time);
}

function textOf(item: Decided | AdminEvent, make: LineMaker): string | undefined {
  try {
    return 'answer' in item ? make.decision(item) : make.event(item);
  } catch {
    return undefined;
  }
}
