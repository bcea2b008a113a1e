import { Agent, request } from 'node:http';

/** What an answer tells of the policy set that made it. */
export interface Told {
  readonly effect: string;
  readonly rules: readonly string[];
  readonly revision: string;
}

/** Where to ask: `http://HOST:PORT` or `unix:PATH`. */
export type Address = string;

/** Asks one address over and over on kept connections, until it is stopped. */
export interface Asker {
  /** The answers of each request so far, and why a request failed. */
  readonly answered: readonly (readonly Told[])[];
  readonly failures: readonly string[];
  /** Every revision that answered. */
  readonly revisions: ReadonlySet<string>;
  /** Resolves when what is under way is answered. */
  stop(): Promise<void>;
}

/** Starts so many loops that ask the question: each next request is a single question, then a batch. */
export function startAsking(address: Address, question: object, loops: number): Asker {
  const answered: (readonly Told[])[] = [];
  const failures: string[] = [];
  const revisions = new Set<string>();
  const agent = new Agent({ keepAlive: true, maxSockets: loops });
  const single = JSON.stringify(question);
  const batch = JSON.stringify({ questions: [question, question, question] });
  let isStopped = false;
  const loop = async (): Promise<void> => {
    while (!isStopped) {
      try {
        const one: Told = JSON.parse(await post(agent, address, '/decide', single));
        const { answers }: { answers: readonly Told[] } = JSON.parse(
          await post(agent, address, '/decide/batch', batch),
        );
        answered.push([one], answers);
        for (const { revision } of [one, ...answers]) revisions.add(revision);
      } catch (error) {
        failures.push(String(error));
      }
    }
  };
  const running = Array.from({ length: loops }, loop);
  const stop = async (): Promise<void> => {
    isStopped = true;
    await Promise.all(running);
    agent.destroy();
  };
  return { answered, failures, revisions, stop };
}

/** Sends one request and resolves with the body of a 200; everything else rejects. */
export function post(agent: Agent | false, address: Address, path: string, body: string): Promise<string> {
  const at = address.startsWith('unix:')
    ? { socketPath: address.slice('unix:'.length) }
    : { host: new URL(address).hostname, port: new URL(address).port };
  const headers = {
    host: 'localhost',
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
  };
  return new Promise((resolve, reject) => {
    const sent = request({ ...at, agent, method: 'POST', path, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('error', reject);
      response.on('end', () => {
        if (response.statusCode === 200) resolve(text);
        else reject(new Error(`${response.statusCode}: ${text}`));
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
