import {expect} from 'chai'

import {docker, madeFor, removeImagesOf, stateOf} from './docker.js'
import {build, heldBy, onNode} from './node-images.js'
import {publishTwoPlatforms} from './two-platforms.js'
import {until} from './until.js'
import {User} from './user.js'

interface Report {
  readonly reference: string
  readonly digest: string
  readonly changed: boolean
  readonly sentBytes: number
  readonly fetchedBy: number
  readonly workloads: ReadonlyArray<{readonly name: string; readonly digest: string; readonly seconds: number | null}>
}

interface Imported {
  readonly images: readonly Report[]
  readonly failed: ReadonlyArray<{readonly reference: string; readonly error: {readonly code: string}}>
}

const cluster = 'rde-test-images'
const nodes = ['server-0', 'agent-0'].map((name) => `k3d-${cluster}-${name}`)
const registry = `${cluster}-registry.localhost`
const image = 'rde-test-images/hello:local'
const other = 'rde-test-images/other:local'

/** One bare cluster: each test continues after the previous one. */
describe('Images, from a build to running pods', () => {
  const user = new User(cluster)
  const run = async (...args: string[]) => {
    const {stdout, stderr, exitCode} = await user.rde('images', ...args, '--json')
    expect(exitCode, stderr + stdout).to.equal(0)
    return JSON.parse(stdout) as Imported
  }
  const importOne = async (...args: string[]) => (await run('import', image, ...args)).images[0]!
  const kubectl = async (...args: string[]) => {
    const {stdout, stderr, exitCode} = await user.rde('kubectl', ...args)
    expect(exitCode, stderr).to.equal(0)
    return stdout.trim()
  }
  const says = () => kubectl('exec', 'deployment/hello', '--', 'cat', '/content')

  before(async () => {
    build(image, 'one')
    const {stderr, exitCode} = await user.rde('cluster', 'start', '--profile', 'bare', '--agents', '1')
    expect(exitCode, stderr).to.equal(0)
  })
  after(async () => {
    await user.rde('cluster', 'delete', '--yes')
    for (const name of [image, other]) docker('image', 'rm', '--force', name)
    user.remove()
  })

  it('brings an image to every node, under its plain name', async () => {
    const {changed, fetchedBy, digest} = await importOne()
    expect({changed, fetchedBy}).to.deep.equal({changed: true, fetchedBy: nodes.length})
    expect(nodes.map((node) => heldBy(node, image))).to.deep.equal(nodes.map(() => digest))
  })

  it('has nothing to do the second time', async () => {
    expect(await importOne()).to.include({changed: false, sentBytes: 0, fetchedBy: 0})
  })

  it('rolls a Deployment out to the new content of the same tag while a pod runs the old one', async () => {
    await kubectl('create', 'deployment', 'hello', `--image=${image}`, '--', 'sleep', '1d')
    await kubectl('rollout', 'status', 'deployment/hello', '--timeout=120s')
    expect(await importOne(), 'the pod runs it by its plain tag').to.include({changed: false})
    build(image, 'two')
    const {workloads, digest} = await importOne()
    expect(workloads.map((workload) => ({name: workload.name, digest: workload.digest}))).to.deep.equal([
      {name: 'hello', digest},
    ])
    expect(await says()).to.equal('two')
  })

  it('notices a tag that was moved back', async () => {
    build(image, 'one')
    expect((await importOne()).workloads[0]?.seconds).to.be.greaterThan(0)
    expect(await says()).to.equal('one')
  })

  it('does not restart pods with --no-rollout, and rolls them out when called again', async () => {
    build(image, 'three')
    await importOne('--no-rollout')
    expect(await says()).to.equal('one')
    await importOne()
    expect(await says()).to.equal('three')
  })

  it('brings back an image that was removed from a node by hand', async () => {
    onNode(nodes[1]!, 'rm', `docker.io/${image}`)
    const {digest, ...report} = await importOne()
    expect(report).to.include({changed: true, sentBytes: 0, fetchedBy: 1})
    expect(heldBy(nodes[1]!, image)).to.equal(digest)
  })

  it('reports a paused node with its error, and changes no workload', async () => {
    build(image, 'four')
    docker('pause', nodes[1]!)
    const {stderr, exitCode} = await user.rde('images', 'import', image)
    docker('unpause', nodes[1]!)
    expect({exitCode, names: stderr.includes(nodes[1]!)}).to.deep.equal({exitCode: 1, names: true})
    expect(await says()).to.equal('three')
  })

  it('ends with the right content after a node was restarted in the middle', async () => {
    docker('restart', '--time', '20', nodes[1]!)
    await until('an import to succeed', async () => (await user.rde('images', 'import', image)).exitCode === 0)
    await until('the new content to run', async () => (await says().catch(() => '')) === 'four')
  })

  it('starts a killed registry again', async () => {
    docker('kill', registry)
    build(image, 'five')
    await importOne()
    expect({registry: stateOf(registry), says: await says()}).to.deep.equal({registry: 'running', says: 'five'})
  })

  it('lets one of two simultaneous imports wait for the other, and reports it', async () => {
    build(image, 'six')
    build(other, 'else')
    const both = await Promise.all([user.rde('images', 'import', image), user.rde('images', 'import', other)])
    expect(both.map(({exitCode}) => exitCode)).to.deep.equal([0, 0])
    expect(both.filter(({stderr}) => stderr.includes('which holds the cluster'))).to.have.length(1)
    expect(await says()).to.equal('six')
  })

  it('ends with the message of the pod if the new content does not run', async () => {
    await kubectl('create', 'deployment', 'broken', `--image=${other}`, '--', '/nosuch')
    build(other, 'broken')
    const ended = await user.rde('images', 'import', other, '--timeout', '15s')
    await kubectl('delete', 'deployment', 'broken')
    expect(ended.exitCode, ended.stdout + ended.stderr).to.equal(124)
    expect(ended.stderr).to.contain('stat /nosuch: no such file')
  })

  it('gives up on content that exits at once, with its last line, and succeeds once it is fixed', async () => {
    // Its pod is ready for this long; the kubelet checks once a second.
    const command = 'grep -q good /content || { sleep 0.3; echo no config; exit 3; }; sleep 1d'
    await kubectl('create', 'deployment', 'crashing', `--image=${other}`, '--', 'sh', '-c', command)
    build(other, 'bad')
    const ended = await user.rde('images', 'import', other, '--timeout', '3m')
    expect(ended.exitCode, ended.stdout + ended.stderr).to.equal(1)
    expect(ended.stderr).to.match(/ended 3 times, last with exit code 3\. Its last line:\n {2}no config/)
    build(other, 'good')
    const fixed = await user.rde('images', 'import', other)
    await kubectl('delete', 'deployment', 'crashing')
    expect(fixed.exitCode, fixed.stdout + fixed.stderr).to.equal(0)
  })

  it('imports the valid ones of several images, reports each, and fails', async () => {
    build(other, 'new')
    const {stdout, exitCode} = await user.rde('images', 'import', 'rde-test-images/nosuch:1', other, '--json')
    const {images, failed} = JSON.parse(stdout) as Imported
    expect({
      exitCode,
      done: images.map(({reference}) => reference),
      failed: failed.map(({reference, error}) => `${reference} ${error.code}`),
    }).to.deep.equal({exitCode: 1, done: [other], failed: ['rde-test-images/nosuch:1 RDE_IMAGE_MISSING']})
  })

  it('refuses a name that differs from an imported one only in its host', async () => {
    const {stderr, exitCode} = await user.rde('images', 'import', `quay.io/${image}`)
    expect({exitCode, code: /RDE_IMAGE_NAME_CLASH/.test(stderr)}).to.deep.equal({exitCode: 1, code: true})
  })

  it('has nothing to update if nothing changed', async () => {
    expect((await run('update')).images.map(({changed}) => changed)).to.deep.equal([false, false])
  })

  it('pulls images from a registry again', async () => {
    const remote = startRemote()
    try {
      const reference = `localhost:${remote.port}/rde-test-images/remote:1`
      remote.publish(reference, 'first')
      const first = (await run('import', reference)).images[0]!
      remote.publish(reference, 'second')
      const updated = (await run('update', reference)).images[0]!
      expect({changed: updated.changed, other: updated.digest !== first.digest}).to.deep.equal({
        ...{changed: true, other: true},
      })
      await run('remove', reference)
    } finally {
      remote.stop()
    }
  })

  it('imports only the platform of the nodes, and has nothing to do the second time', async () => {
    const remote = startRemote()
    const reference = `localhost:${remote.port}/two:1`
    try {
      await publishTwoPlatforms(remote.port, 'two', 'first')
      const {digest} = (await run('import', reference)).images[0]!
      const machine = docker('exec', nodes[0]!, 'uname', '-m')
      const platform = machine === 'x86_64' ? 'linux/amd64' : 'linux/arm64'
      const held = onNode(nodes[0]!, 'ls', `name==${reference}`)
      expect(held)
        .to.contain(digest)
        .and.match(new RegExp(` ${platform} `))
      expect((await run('import', reference)).images[0]).to.include({changed: false, sentBytes: 0, fetchedBy: 0})
      await run('remove', reference)
    } finally {
      remote.stop()
      removeImagesOf(`localhost:${remote.port}/two`)
    }
  })

  it('refuses the variant of another platform', async () => {
    const remote = startRemote()
    try {
      await publishTwoPlatforms(remote.port, 'two', 'other')
      const other = docker('exec', nodes[0]!, 'uname', '-m') === 'x86_64' ? 'linux/arm64' : 'linux/amd64'
      const reference = `localhost:${remote.port}/two:1`
      const {stderr, exitCode} = await user.rde('images', 'import', reference, '--platform', other)
      expect({exitCode, code: /RDE_IMAGE_PLATFORM/.test(stderr)}, stderr).to.deep.equal({exitCode: 1, code: true})
    } finally {
      remote.stop()
      removeImagesOf(`localhost:${remote.port}/two`)
    }
  })

  it('lists the workloads of an image', async () => {
    const {images} = await user.json<{images: Array<{reference: string; runs: string[]}>}>('images', 'list')
    expect(images.find(({reference}) => reference === image)?.runs).to.deep.equal(['Deployment default/hello'])
  })

  it('does not remove an image that a workload uses', async () => {
    const {stderr, exitCode} = await user.rde('images', 'remove', image)
    expect({exitCode, code: /RDE_IMAGE_IN_USE/.test(stderr)}).to.deep.equal({exitCode: 1, code: true})
  })

  it('removes an unused image from registry and nodes', async () => {
    await run('remove', other)
    expect(nodes.map((node) => onNode(node, 'ls', '-q').includes(other))).to.deep.equal([false, false])
  })

  it('fails on a stopped cluster, with exit code 4', async () => {
    await user.rde('cluster', 'stop')
    expect((await user.rde('images', 'import', image)).exitCode).to.equal(4)
  })
})

/** A second registry on this machine, which represents a public one. */
function startRemote() {
  const name = `${cluster}-remote`
  docker('run', '--detach', '--name', name, madeFor(cluster), '--publish', '127.0.0.1::5000', 'registry:2')
  const port = docker('port', name, '5000').split(':').at(-1)!
  return {
    port,
    publish(reference: string, content: string) {
      build(reference, content)
      docker('push', '--quiet', reference)
      docker('image', 'rm', reference)
    },
    stop() {
      docker('rm', '--force', '--volumes', name)
      removeImagesOf(`localhost:${port}/rde-test-images/remote`)
    },
  }
}
