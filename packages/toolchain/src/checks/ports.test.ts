import {once} from 'node:events'
import {createServer, type AddressInfo, type Server} from 'node:net'

import {expect} from 'chai'

import {ScriptedProcessRunner} from '@rde/process-runner/testing'

import {recording} from '../testing/recording.js'
import {contextWith} from '../testing/check-context.js'
import {portsFree} from './ports.js'

describe('the check of the ports', () => {
  let server: Server
  let port: number
  let runner: ScriptedProcessRunner
  const check = (setting?: string) =>
    portsFree.run(
      contextWith(
        {kind: 'no-client'},
        {runner, ports: [{port, purpose: 'the registry', ...(setting !== undefined && {setting})}]},
      ),
    )

  beforeEach(async () => {
    runner = new ScriptedProcessRunner()
    server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    port = (server.address() as AddressInfo).port
  })
  afterEach(() => {
    server.close()
    runner.assertFinished()
  })

  it('accepts a free port', async () => {
    server.close()
    await once(server, 'close')
    expect(await check()).to.include({status: 'ok', detail: `${port} on 127.0.0.1 are free`})
  })

  it('names the holder of a port that is taken, and suggests another port', async () => {
    runner.on(/^lsof/, recording('lsof-4/listen.txt'))
    const {status, detail, remedies} = await check('cluster.registryPort')
    expect(status).to.equal('error')
    expect(detail).to.equal(`Port ${port} on 127.0.0.1, wanted for the registry, is used by \`python3\` (pid 14365).`)
    expect(remedies[0]?.command).to.match(/^rde config set cluster\.registryPort \d+$/)
  })

  it('suggests how to find the holder if no setting changes the port', async () => {
    runner.on(/^lsof/, {failure: 'not-started'})
    const {detail, remedies} = await check()
    expect(detail).to.contain('is used by another program')
    expect(remedies[0]?.command).to.equal(`sudo lsof -nP -iTCP:${port} -sTCP:LISTEN`)
  })
})
