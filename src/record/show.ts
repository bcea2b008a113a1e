import { Counter, Gauge, type Registry } from 'prom-client';

type Samples<Label extends string> = () => readonly (readonly [Readonly<Partial<Record<Label, string>>>, number])[];

/** Registers a counter whose samples are read at each scrape. They must never go down. */
export function showCounter<Label extends string>(
  registry: Registry,
  name: string,
  help: string,
  labelNames: readonly Label[],
  read: Samples<Label>,
): void {
  new Counter({
    name,
    help,
    labelNames: [...labelNames],
    registers: [registry],
    collect() {
      this.reset();
      for (const [labels, value] of read()) this.inc({ ...labels }, value);
    },
  });
}

/** Registers a gauge whose samples are read at each scrape. */
export function showGauge<Label extends string>(
  registry: Registry,
  name: string,
  help: string,
  labelNames: readonly Label[],
  read: Samples<Label>,
): void {
  new Gauge({
    name,
    help,
    labelNames: [...labelNames],
    registers: [registry],
    collect() {
      this.reset();
      for (const [labels, value] of read()) this.set({ ...labels }, value);
    },
  });
}
