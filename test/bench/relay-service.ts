// Serves the relay CLI from memory until it is killed; prints the folder to use as the configuration of the CLI.
import {mkdtempSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {startBridge} from '../../plugins/relay/src/bridge/bridge.js'
import {MemoryBackend} from '../../plugins/relay/src/bridge/testing/memory-backend.js'
import {inRelayHome} from '../../plugins/relay/src/relay-home.js'

const backend = new MemoryBackend()
const bridge = await startBridge(async () => backend)
const folder = mkdtempSync(join(tmpdir(), 'rde-bench-relay-'))
await inRelayHome(folder, bridge, async (environment) => {
  console.log(environment['XDG_CONFIG_HOME'])
  await new Promise((resolve) => process.once('SIGTERM', resolve))
})
await bridge.close()
