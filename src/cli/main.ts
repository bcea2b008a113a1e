#!/usr/bin/env node
import process from 'node:process';
import { EXIT } from './command.ts';
import { dispatch } from './dispatch.ts';
import { createIo } from './io.ts';

const io = createIo();
// Left to itself the process would end with 1, which means no: a fault is no answer.
process.on('uncaughtException', (error) => {
  io.err(`chaperone: fault: ${error.stack ?? String(error)}\n`);
  process.exit(EXIT.noAnswer);
});
// Set and not exited with, so that what was written is out before the process ends.
process.exitCode = await dispatch(process.argv.slice(2), io);
