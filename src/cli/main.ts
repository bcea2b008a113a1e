#!/usr/bin/env node
import process from 'node:process';
import { dispatch } from './dispatch.ts';
import { createIo } from './io.ts';

// Set and not exited with, so that what was written is out before the process ends.
process.exitCode = await dispatch(process.argv.slice(2), createIo());
