import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {expect} from 'chai'

import {examplePath, examples, secretText} from '../example-workflows.js'
import {docker, lines} from './docker.js'
import {User} from './user.js'

const label = 'label=rde.local-run'

describe('rde workflow run --on docker', () => {
  const user = new User('rde-test-e2e-workflow')
  const folder = mkdtempSync(join(tmpdir(), 'rde-e2e-workflow-'))
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  const run = (...args: string[]) => user.rde('workflow', 'run', '--on', 'docker', ...args)
  const containers = () => lines(docker('ps', '--all', '--quiet', '--filter', label))

  afterEach(() => {
    expect(containers(), 'containers left').to.deep.equal([])
    expect(lines(docker('network', 'ls', '--quiet', '--filter', label)), 'networks left').to.deep.equal([])
  })
  after(() => {
    rmSync(folder, {recursive: true, force: true})
    user.remove()
  })

  for (const {name, flags, outcome, outputs} of examples) {
    it(`runs examples/${name}.yaml with the outputs that it has elsewhere`, async () => {
      const {stdout, stderr} = await run(examplePath(name), '--json', ...flags(file('secret', secretText)))
      expect(JSON.parse(stdout), stderr).to.include({outcome}).and.to.deep.include({outputs})
    })
  }

  it('runs the default command of an image, and a command with its arguments', async () => {
    const steps =
      '- {name: image, image: "alpine:3.16"}\n- {name: command, image: "alpine:3.16", command: echo, args: ["a b", c]}\n'
    const {stderr, exitCode} = await run(file('bare.yaml', `name: bare\nsteps:\n${steps}`))
    expect(exitCode, stderr).to.equal(0)
    expect(stderr).to.contain('a b c')
  })

  it('prints the error of the registry for an image that is not available', async () => {
    const {stdout, exitCode} = await run(
      file('missing.yaml', 'name: missing\nsteps:\n- {name: a, image: "localhost:1/gone:1", input: ["true"]}\n'),
      '--json',
    )
    expect(exitCode).to.equal(1)
    expect(JSON.parse(stdout)).to.deep.include({outcome: 'failed', reason: 'a failed'})
  })

  it('distinguishes a killed step from a failed one', async () => {
    const {stderr} = await run(
      file('killed.yaml', 'name: killed\nsteps:\n- {name: a, image: "alpine:3.16", input: [kill -9 $$]}\n'),
    )
    expect(stderr).to.contain('was killed')
  })

  it('refuses containers without the token of a step', async () => {
    const text = `name: stranger
steps:
- name: a
  image: alpine:3.16
  input:
  - host=\${METADATA_API_URL#*@}
  - curl -s -o /dev/null -o /dev/null -w '%{http_code} ' "http://$host/spec" "http://step:wrong@$host/spec"; echo
`
    const {stderr} = await run(file('stranger.yaml', text))
    expect(stderr).to.contain('401 401')
  })

  it('removes at Ctrl-C a container that ignores its signal', async () => {
    const text = `name: stubborn
steps:
- {name: a, image: "alpine:3.16", input: ["trap '' TERM", echo begun, "while :; do sleep 1; done"]}
`
    const started = user.start('workflow', 'run', '--on', 'docker', file('stubborn.yaml', text))
    await started.printed('begun', 'stderr')
    started.child.kill('SIGINT')
    expect((await started.ended).exitCode).to.equal(130)
  })

  it('removes the leftovers of a killed rde', async () => {
    const slow = file(
      'slow.yaml',
      'name: slow\nsteps:\n- {name: a, image: "alpine:3.16", input: [echo begun, sleep 300]}\n',
    )
    const started = user.start('workflow', 'run', '--on', 'docker', slow)
    await started.printed('begun', 'stderr')
    started.child.kill('SIGKILL')
    await started.ended
    expect(containers()).to.have.length(1)
    expect((await run(examplePath('conditions'))).exitCode).to.equal(0)
  })
})
