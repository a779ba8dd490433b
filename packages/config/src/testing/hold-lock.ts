import {cleanEnvironment, SystemProcessRunner} from '@rde/process-runner'

import {DataDirectory} from '../cluster/data-directory.js'
import {acquireLock} from '../lock/lock.js'

// A program for tests: takes the lock and runs a tool, until it is killed.
const lock = await acquireLock(DataDirectory.fromEnvironment(), {command: 'rde cluster start'})
const runner = new SystemProcessRunner({environment: cleanEnvironment(process.env), children: lock.children})
await runner.capture({file: 'sh', args: ['-c', process.argv[2] ?? 'exec sleep 60']})
