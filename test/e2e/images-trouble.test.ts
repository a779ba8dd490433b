import {randomBytes} from 'node:crypto'
import {chmodSync, cpSync, mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'

import {expect} from 'chai'

import {bin, root, runProgram} from '../acceptance/rde-process.js'
import {docker} from './docker.js'
import {build, heldBy} from './node-images.js'
import {baseImage} from './test-image.js'
import {until} from './until.js'
import {User} from './user.js'

interface Report {
  readonly changed: boolean
  readonly digest: string
  readonly fetchedBy: number
}

const cluster = 'rde-test-images-trouble'
const nodes = ['server-0', 'agent-0'].map((name) => `k3d-${cluster}-${name}`)
const image = 'rde-test-images/trouble:local'

/** Problems of an import, including those that it recovers from. */
describe('Images in trouble', () => {
  const user = new User(cluster)
  const built: string[] = [image]
  const importing = (...more: string[]) => user.rde('images', 'import', image, ...more)
  const imported = async () => {
    const {stdout, stderr, exitCode} = await importing('--json')
    expect(exitCode, stdout + stderr).to.equal(0)
    return (JSON.parse(stdout) as {images: Report[]}).images[0]!
  }
  const kubectl = async (...args: string[]) => {
    const {stdout, stderr, exitCode} = await user.rde('kubectl', ...args)
    expect(exitCode, stderr).to.equal(0)
    return stdout.trim()
  }
  const says = (workload: string) => kubectl('exec', workload, '--', 'cat', '/content')

  before(async () => {
    build(image, 'one')
    const {stderr, exitCode} = await user.rde('cluster', 'start', '--profile', 'bare', '--agents', '1')
    expect(exitCode, stderr).to.equal(0)
    await imported()
    writeFileSync(join(user.home, 'daemons.json'), JSON.stringify(daemons()))
    await kubectl('apply', '-f', join(user.home, 'daemons.json'))
    await kubectl('rollout', 'status', 'daemonset/rolling', '--timeout=120s')
    await kubectl('wait', 'pods', '--all', '--for=condition=Ready', '--timeout=120s')
  })
  after(async () => {
    await user.rde('cluster', 'delete', '--yes')
    docker('image', 'rm', '--force', ...built)
    user.remove()
  })

  it('leaves pods that are replaced only by deletion, and prints the command that deletes them', async () => {
    build(image, 'two')
    const {exitCode, stderr} = await importing()
    expect(exitCode, stderr).to.equal(1)
    expect(stderr).to.contain('RDE_ROLLOUT_ON_DELETE')
    expect(await says('daemonset/rolling')).to.equal('two')
    expect(await says('daemonset/waiting')).to.equal('one')
    const [, words] = /rde (kubectl delete pods .*)$/m.exec(stderr)!
    expect((await user.rde(...words!.trim().split(' '))).exitCode).to.equal(0)
    await until('the next pods', async () => (await says('daemonset/waiting').catch(() => '')) === 'two')
    await until('nothing to do', async () => (await importing()).exitCode === 0)
    await kubectl('delete', 'daemonset', 'waiting')
  })

  it('sends nothing if the disk is full, and prints how to free space', async () => {
    build(image, 'three')
    const {exitCode, stderr} = await user.rdeWith({RDE_DOCKER: dockerOnFullDisk()}, 'images', 'import', image)
    expect({exitCode, code: /RDE_DISK_FULL/.test(stderr)}, stderr).to.deep.equal({exitCode: 1, code: true})
    expect(await says('daemonset/rolling')).to.equal('two')
  })

  it('reports the node whose disk is full with its error, and continues when there is space', async () => {
    const large = 'rde-test-images/large:local'
    buildLarge(large)
    // Its layers are unpacked to a full file system.
    const folder = '/var/lib/rancher/k3s/agent/containerd/io.containerd.snapshotter.v1.overlayfs/snapshots'
    docker('exec', nodes[1]!, 'mount', '-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', folder)
    const {exitCode, stderr} = await user.rde('images', 'import', large)
    docker('exec', nodes[1]!, 'umount', folder)
    expect(exitCode, stderr).to.equal(1)
    expect(stderr).to.contain(`${nodes[1]}: `).and.contain('no space left on device').and.not.contain(`${nodes[0]}: `)
    const again = await user.json<{images: Report[]}>('images', 'import', large)
    expect(again.images[0]).to.include({changed: true, fetchedBy: 1})
  })

  it('ends with the right content when a node restarts during its pull', async () => {
    build(image, 'five', 120)
    const started = user.start('images', 'import', image, '--verbose', '--timeout', '3m')
    await started.printed(`${nodes[1]} pulls`, 'stderr')
    docker('restart', '--time', '1', nodes[1]!)
    const first = await started.ended
    expect(first.exitCode, first.stdout + first.stderr).to.be.oneOf([0, 1, 124])
    if (first.exitCode === 1) expect(first.stderr).to.contain(nodes[1])
    await until('an import to succeed', async () => (await importing()).exitCode === 0)
    const {digest} = await imported()
    expect(nodes.map((node) => heldBy(node, image))).to.deep.equal([digest, digest])
    await until('the new content to run', async () => (await says('daemonset/rolling').catch(() => '')) === 'five')
  })

  it('sends whole images to the nodes if the registry is missing', async () => {
    docker('rm', '--force', `${cluster}-registry.localhost`)
    build(image, 'six')
    const {exitCode, stderr, stdout} = await importing()
    expect(exitCode, stdout + stderr).to.equal(0)
    expect(stderr).to.contain('has no registry')
    expect(await says('daemonset/rolling')).to.equal('six')
  })

  it('reports the node that refuses a whole image, and continues when it has space', async () => {
    const large = 'rde-test-images/large-archive:local'
    buildLarge(large)
    // The content of the archive is written to a full file system.
    const folder = '/var/lib/rancher/k3s/agent/containerd/io.containerd.content.v1.content'
    const mount = `mount -t tmpfs -o size=256k tmpfs ${folder} && mkdir ${folder}/ingest`
    docker('exec', nodes[1]!, 'sh', '-c', mount)
    const {exitCode, stderr} = await user.rde('images', 'import', large)
    docker('exec', nodes[1]!, 'umount', folder)
    expect(exitCode, stderr).to.equal(1)
    expect(stderr).to.contain(`${nodes[1]}: `).and.contain('no space left on device').and.not.contain(`${nodes[0]}: `)
    const again = await user.json<{images: Report[]}>('images', 'import', large)
    expect(again.images[0]).to.include({changed: true})
  })

  it('uses the registry once it is created again', async () => {
    expect((await user.rde('cluster', 'start')).exitCode).to.equal(0)
    build(image, 'seven')
    await imported()
    expect(await says('daemonset/rolling')).to.equal('seven')
  })

  describe('called by a build script', () => {
    const name = 'rde-test-images/script:local'
    const folder = join(user.home, 'example')
    const script = async (reference: string) =>
      runProgram(join(folder, 'build.sh'), [reference], {
        path: `${join(user.home, 'bin')}:${process.env['PATH']}`,
        home: user.home,
        env: {RDE_CLUSTER: cluster, DOCKER_BUILDKIT: '0'},
        timeoutMs: 180_000,
      })
    const content = (text: string) => writeFileSync(join(folder, 'content'), text)
    const others = ['a', 'b'].map((letter) => `rde-test-images/script-${letter}:local`)

    before(() => {
      cpSync(join(root, 'examples/build-script'), folder, {recursive: true})
      writeFileSync(join(folder, 'Dockerfile'), `FROM ${baseImage()}\nCOPY content /content\n`)
      mkdirSync(join(user.home, 'bin'))
      writeFileSync(join(user.home, 'bin/rde'), `#!/bin/sh\nexec "${process.execPath}" "${bin}" "$@"\n`)
      chmodSync(join(user.home, 'bin/rde'), 0o755)
      built.push(name, ...others)
    })

    it('imports the built image into the cluster', async () => {
      content('first')
      expect((await script(name)).stdout).to.match(/^rde-test-images\/script:local +sent .* to 2 nodes$/m)
      await kubectl('create', 'deployment', 'script', `--image=${name}`, '--', 'sleep', '1d')
      await kubectl('rollout', 'status', 'deployment/script', '--timeout=120s')
      content('second')
      expect((await script(name)).exitCode).to.equal(0)
      expect(await says('deployment/script')).to.equal('second')
    })

    it('works when two builds end at the same time', async () => {
      const both = await Promise.all(others.map(async (reference) => script(reference)))
      expect(both.map(({exitCode}) => exitCode)).to.deep.equal([0, 0])
    })

    it('does not fail the build without a cluster', async () => {
      await user.rde('cluster', 'stop')
      const {exitCode, stderr} = await script(name)
      expect({exitCode, code: /RDE_CLUSTER_NOT_RUNNING/.test(stderr)}).to.deep.equal({exitCode: 0, code: true})
    })
  })

  /** An image with a single layer. */
  function buildLarge(reference: string): void {
    const context = join(user.temporary, 'large')
    mkdirSync(context, {recursive: true})
    writeFileSync(join(context, 'filler'), randomBytes(2_000_000))
    writeFileSync(join(context, 'Dockerfile'), 'FROM scratch\nCOPY filler /\n')
    docker('build', '--quiet', '--tag', reference, context)
    built.push(reference)
  }

  /** The real Docker, except that its data folder seems to be on a full file system: /proc. */
  function dockerOnFullDisk(): string {
    const file = join(user.home, 'docker')
    const folder = docker('info', '--format', '{{.DockerRootDir}}')
    const words = `case "$1" in info) docker "$@" | sed 's#${folder}#/proc#' ;; *) exec docker "$@" ;; esac`
    writeFileSync(file, `#!/bin/sh\n${words}\n`, {mode: 0o755})
    return file
  }
})

/** Two DaemonSets with the image: Kubernetes rolls one out, the other only when its pods are deleted. */
function daemons(): object {
  const daemon = (name: string, type: string) => ({
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: {name, namespace: 'default'},
    spec: {
      selector: {matchLabels: {app: name}},
      updateStrategy: {type},
      template: {
        metadata: {labels: {app: name}},
        spec: {
          terminationGracePeriodSeconds: 1,
          containers: [{name: 'main', image, command: ['sleep', '1d']}],
        },
      },
    },
  })
  return {apiVersion: 'v1', kind: 'List', items: [daemon('rolling', 'RollingUpdate'), daemon('waiting', 'OnDelete')]}
}
