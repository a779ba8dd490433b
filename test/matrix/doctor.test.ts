import {execFileSync} from 'node:child_process'
import {chmodSync, chownSync, mkdirSync, writeFileSync} from 'node:fs'
import {createServer, type AddressInfo, type Server} from 'node:net'
import {join} from 'node:path'

import {expect} from 'chai'

import {identify} from '@rde/process-runner/process-identity'
import {recordedCall} from '@rde/process-runner/testing'

import {CliHarness} from '../acceptance/cli-harness.js'
import {inParallel} from './in-parallel.js'

type Environment = Readonly<Record<string, string>>

/** A machine with one thing wrong. */
interface Trouble {
  readonly name: string
  /** Where it cannot be planted: what is said of the test that was left out. */
  readonly unless?: string | false | undefined
  /** Makes it so; resolves with variables of the terminal. */
  plant(cli: CliHarness): unknown
  readonly code: string
  /** What is to be read of it, and the command to begin with. */
  readonly says: RegExp
  readonly remedy: RegExp
  /** Whether `--fix` mends it: then nothing is found after it. */
  readonly mended?: true
}

interface Result {
  readonly id: string
  readonly status: string
  readonly detail: string
  readonly problem: {readonly code: string}
  readonly remedies: readonly {readonly command: string}[]
}

/** What this machine may have of itself. */
const ofThisMachine = ['inotify', 'inotify-left', 'container-dns']

const asRoot = process.getuid?.() !== 0 && 'only root can do that'
const nobody = 65534

const info = JSON.parse(recordedCall('docker machine.info').stdout) as object
const tellInfo = (cli: CliHarness, changes: object) =>
  void cli.tools.always('docker', /^info /, {stdout: `${JSON.stringify({...info, ...changes})}\n`})
const engineSays = (cli: CliHarness, stderr: string) =>
  void cli.tools.always('docker', /^info /, {stderr: `${stderr}\n`, exitCode: 1})
const engineAt = (cli: CliHarness, address: string) => {
  const host = JSON.stringify([{Name: 'x', Endpoints: {docker: {Host: address}}}])
  cli.tools.always('docker', /^context inspect/, {stdout: host})
}
const isFolder = (cli: CliHarness, ...path: string[]) => {
  const folder = join(cli.home, ...path)
  mkdirSync(folder, {recursive: true, mode: 0o700})
  return folder
}
const lockedBy = (cli: CliHarness, holder: object) => {
  isFolder(cli, '.local/share/rde/clusters')
  const record = {command: 'rde cluster start', children: [], ...holder}
  writeFileSync(`${cli.folder}.lock`, JSON.stringify({holder: record}), {mode: 0o600})
}
const extension = (cli: CliHarness, contribute: string) => {
  const folder = isFolder(cli, 'rde-plugin-bad')
  const oclif = {hooks: {'rde:contribute': './contribute.js'}}
  const manifest = {name: 'rde-plugin-bad', version: '1.0.0', type: 'module', oclif}
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
  writeFileSync(join(folder, 'contribute.js'), `export default async () => ${contribute}`)
  return cli.rde('plugins', 'link', folder, '--no-install').then(() => {})
}
/** A process id that nobody has. */
const goneRun = 'rde-run-4194303-1-0123456789ab'

/** Servers of this test: a proxy that answers, a program that has our port. */
const servers: Server[] = []
const listen = async (port = 0) => {
  const server = createServer().listen(port, '127.0.0.1')
  servers.push(server)
  await new Promise<void>((resolve) => server.once('listening', () => resolve()))
  return (server.address() as AddressInfo).port
}

const mounts: string[] = []
const tiny = (cli: CliHarness, options: string) => {
  const folder = isFolder(cli, 'docker-data')
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder])
  mounts.push(folder)
  tellInfo(cli, {DockerRootDir: folder})
}
const withoutMount = (() => {
  try {
    execFileSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], {stdio: 'ignore'})
    return undefined
  } catch {
    return 'nothing can be mounted here'
  }
})()

const cannotConnect = (address: string) =>
  `Cannot connect to the Docker daemon at ${address}. Is the docker daemon running?`

const troubles: readonly Trouble[] = [
  {
    name: 'Docker is not installed',
    plant: (cli) => cli.tools.uninstall('docker'),
    code: 'RDE_TOOLS',
    says: /^docker is not installed/,
    remedy: /get\.docker\.com/,
  },
  {
    name: 'kubectl is not installed',
    plant: (cli) => cli.tools.uninstall('kubectl'),
    code: 'RDE_TOOLS',
    says: /^kubectl is not installed/,
    remedy: /^rde doctor --fix$/,
  },
  {
    name: 'k3d is too old',
    plant: (cli) =>
      void cli.tools.always('k3d', ['version'], {stdout: 'k3d version v5.6.3\nk3s version v1.28.8-k3s1 (default)\n'}),
    code: 'RDE_TOOLS',
    says: /^k3d 5\.6\.3 .* is too old/,
    remedy: /^rde doctor --fix$/,
  },
  {
    name: 'kubectl is newer than any that was tried',
    plant: (cli) =>
      void cli.tools.always('kubectl', /^version --client/, {
        stdout: recordedCall('kubectl machine.version').stdout.replace(/v1\.32\.\d+/, 'v1.41.0'),
      }),
    code: 'RDE_TOOL_UNTESTED',
    says: /not tested with kubectl 1\.41\.0/,
    remedy: /^export RDE_KUBECTL=/,
  },
  {
    name: 'the docker command is podman',
    plant(cli) {
      cli.tools.always('docker', ['--version'], {stdout: 'podman version 4.9.4\n'})
      const stderr =
        'Emulate Docker CLI using podman. Create /etc/containers/nodocker to quiet msg.\nError: unrecognized command `podman context`\n'
      cli.tools.always('docker', /^context inspect/, {stderr, exitCode: 125})
    },
    code: 'RDE_TOOLS',
    says: /is Podman; rde needs the Docker engine/,
    remedy: /get\.docker\.com/,
  },
  {
    name: 'the engine behind the client is podman',
    plant: (cli) => tellInfo(cli, {ServerVersion: '4.9.4'}),
    code: 'RDE_ENGINE_UNSUITED',
    says: /reaches podman/,
    remedy: /get\.docker\.com/,
  },
  {
    name: 'Docker is not running',
    plant(cli) {
      engineAt(cli, 'unix:///nonexistent/docker.sock')
      engineSays(cli, cannotConnect('unix:///nonexistent/docker.sock'))
    },
    code: 'RDE_DOCKER_UNREACHABLE',
    says: /^Docker is not running: there is no socket/,
    remedy: /^sudo systemctl start docker$/,
  },
  {
    name: 'Docker Desktop is not running',
    plant(cli) {
      const address = `unix://${cli.home}/.docker/desktop/docker.sock`
      engineAt(cli, address)
      engineSays(cli, cannotConnect(address))
    },
    code: 'RDE_DOCKER_UNREACHABLE',
    says: /^Docker is not running/,
    remedy: /^docker desktop start$/,
  },
  {
    name: 'the user may not use Docker',
    plant: (cli) =>
      engineSays(
        cli,
        'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: Get "http://%2Fvar%2Frun%2Fdocker.sock/v1.50/info": dial unix /var/run/docker.sock: connect: permission denied',
      ),
    code: 'RDE_DOCKER_UNREACHABLE',
    says: /^You may not use Docker/,
    remedy: /^sudo usermod -aG docker/,
  },
  {
    name: 'Docker is on another machine',
    plant: (cli) => engineAt(cli, 'tcp://build.example:2376'),
    code: 'RDE_DOCKER_REMOTE',
    says: /tcp:\/\/build\.example:2376/,
    remedy: /^unset DOCKER_HOST/,
  },
  {
    name: 'the context of Docker does not exist',
    plant: (cli) =>
      void cli.tools.always('docker', /^context inspect/, {
        stderr:
          'context "far": context not found: open /home/me/.docker/contexts/meta/x/meta.json: no such file or directory\n',
        exitCode: 1,
      }),
    code: 'RDE_DOCKER_UNREACHABLE',
    says: /context that does not exist/,
    remedy: /^unset DOCKER_CONTEXT/,
  },
  {
    name: 'the engine is too old',
    plant: (cli) => tellInfo(cli, {ServerVersion: '19.03.15'}),
    code: 'RDE_DOCKER_OLD',
    says: /19\.03\.15; rde needs 20\.10/,
    remedy: /get\.docker\.com/,
  },
  {
    name: 'the engine runs rootless on cgroup v1',
    plant: (cli) =>
      tellInfo(cli, {SecurityOptions: ['name=seccomp,profile=default', 'name=rootless'], CgroupVersion: '1'}),
    code: 'RDE_ENGINE_UNSUITED',
    says: /rootless with cgroup v1/,
    remedy: /update-grub/,
  },
  {
    name: 'the engine remaps user ids',
    plant: (cli) => tellInfo(cli, {SecurityOptions: ['name=seccomp,profile=default', 'name=userns']}),
    code: 'RDE_ENGINE_UNSUITED',
    says: /userns-remap/,
    remedy: /daemon\.json/,
  },
  {
    name: 'the storage driver copies everything',
    plant: (cli) => tellInfo(cli, {Driver: 'vfs'}),
    code: 'RDE_ENGINE_UNSUITED',
    says: /vfs copies every layer/,
    remedy: /daemon\.json/,
  },
  {
    name: 'logins of Docker are kept by a program that is gone',
    plant: (cli) => writeFileSync(join(isFolder(cli, '.docker'), 'config.json'), '{"credsStore": "desktop"}'),
    code: 'RDE_DOCKER_LOGIN',
    says: /docker-credential-desktop .* not on PATH: pulls fail/,
    remedy: /\.docker\/config\.json'$/,
  },
  {
    name: 'the kernel has no control group for memory',
    plant: (cli) => tellInfo(cli, {MemoryLimit: false}),
    code: 'RDE_CGROUP',
    says: /lacks the control groups memory/,
    remedy: /update-grub/,
  },
  {
    name: 'the chosen nodes need cgroup v2',
    plant(cli) {
      cli.write(
        'config.json',
        '{"version": 1, "cluster": {"k3sImage": "rancher/k3s:v1.35.0-k3s1"}, "stack": {"profile": "bare"}}',
      )
      tellInfo(cli, {CgroupVersion: '1'})
    },
    code: 'RDE_CGROUP',
    says: /cgroup v1, on which the nodes of rancher\/k3s:v1\.35\.0-k3s1 do not start/,
    remedy: /^rde config unset cluster\.k3sImage$/,
  },
  {
    name: 'Docker has little memory',
    plant: (cli) => tellInfo(cli, {MemTotal: 1.5 * 1024 ** 3}),
    code: 'RDE_MEMORY',
    says: /1\.5 GiB/,
    remedy: /^rde cluster start --profile bare/,
  },
  {
    name: 'Docker Desktop has little memory',
    plant: (cli) => tellInfo(cli, {MemTotal: 1024 ** 3, OperatingSystem: 'Docker Desktop'}),
    code: 'RDE_MEMORY',
    says: /1\.0 GiB/,
    remedy: /Settings, Resources, Memory/,
  },
  {
    name: 'the disk of Docker is full',
    unless: asRoot || withoutMount,
    plant: (cli) => tiny(cli, 'size=4m'),
    code: 'RDE_DISK_FULL',
    says: /^The disk is full: 0 GB free/,
    remedy: /^docker system df$/,
  },
  {
    name: 'the disk of Docker has no inodes',
    unless: asRoot || withoutMount,
    plant: (cli) => tiny(cli, 'size=40g,nr_inodes=900'),
    code: 'RDE_INODES',
    says: /inodes are free/,
    remedy: /^docker builder prune$/,
  },
  {
    name: "the engine's clock is behind",
    plant: (cli) => tellInfo(cli, {SystemTime: new Date(Date.now() - 3_600_000).toISOString()}),
    code: 'RDE_CLOCK',
    says: /60 min behind/,
    remedy: /^sudo timedatectl set-ntp true$/,
  },
  {
    name: 'nobody listens at the proxy',
    plant: (cli) => {
      tellInfo(cli, {HttpsProxy: 'http://proxy:3128'})
      return {HTTPS_PROXY: 'http://me:hush@127.0.0.1:1', NO_PROXY: 'localhost,127.0.0.1'}
    },
    code: 'RDE_PROXY',
    says: /^HTTPS_PROXY is http:\/\/••••@127\.0\.0\.1:1, where nobody listens\.$/,
    remedy: /^unset HTTPS_PROXY$/,
  },
  {
    name: 'the proxy is asked for this machine, too',
    async plant(cli) {
      tellInfo(cli, {HttpsProxy: 'http://proxy:3128'})
      return {HTTPS_PROXY: `http://127.0.0.1:${await listen()}`, no_proxy: 'corp.example'}
    },
    code: 'RDE_PROXY',
    says: /^no_proxy does not name localhost and 127\.0\.0\.1/,
    remedy: /^export no_proxy=localhost,127\.0\.0\.1,corp\.example$/,
  },
  {
    name: 'Docker does not know the proxy',
    plant: async () => ({HTTPS_PROXY: `http://127.0.0.1:${await listen()}`, NO_PROXY: 'localhost,127.0.0.1'}),
    code: 'RDE_PROXY',
    says: /Docker pulls images without a proxy/,
    remedy: /docs\.docker\.com/,
  },
  {
    name: 'the kernel forwards no packets',
    plant: (cli) => tellInfo(cli, {IPv4Forwarding: false}),
    code: 'RDE_IP_FORWARD',
    says: /does not forward packets/,
    remedy: /^sudo sysctl -w net\.ipv4\.ip_forward=1$/,
  },
  {
    name: 'Docker has no addresses for another network',
    plant(cli) {
      tellInfo(cli, {DefaultAddressPools: [{Base: '10.10.0.0/16', Size: 17}]})
      cli.tools.always('docker', /^network inspect/, {stdout: '10.10.0.0/17 \n10.10.128.0/17 \n'})
    },
    code: 'RDE_ADDRESS_POOLS',
    says: /2 of 2 networks are taken/,
    remedy: /^docker network prune$/,
  },
  {
    name: 'another program has a port',
    async plant(cli) {
      cli.write(
        'config.json',
        `{"version": 1, "cluster": {"registryPort": ${await listen()}}, "stack": {"profile": "bare"}}`,
      )
      cli.tools.always('docker', /^ps --filter publish=/, {})
    },
    code: 'RDE_PORT_TAKEN',
    says: /wanted for the registry, is used by/,
    remedy: /^rde config set cluster\.registryPort \d+$/,
  },
  {
    name: 'config.json has a setting that does not exist',
    plant: (cli) => cli.write('config.json', '{"version": 1, "cluster": {"agent": 1}}'),
    code: 'RDE_CONFIG_INVALID',
    says: /agent/,
    remedy: /^rde config edit$/,
  },
  {
    name: 'config.json was torn, and there is the one before',
    plant(cli) {
      cli.write('config.json', '{"version": 1, "clus')
      cli.write('config.json.bak', '{"version": 1}')
    },
    code: 'RDE_CONFIG_INVALID',
    says: /a problem/,
    remedy: /^cp .*config\.json\.bak .*config\.json$/,
  },
  {
    name: 'config.json is from a newer rde',
    plant: (cli) => cli.write('config.json', '{"version": 2}'),
    code: 'RDE_CONFIG_TOO_NEW',
    says: /A newer rde wrote it/,
    remedy: /^rde version$/,
  },
  {
    name: 'others can read the kubeconfig',
    plant(cli) {
      cli.write('kubeconfig.yaml', 'token: x\n')
      chmodSync(join(cli.folder, 'kubeconfig.yaml'), 0o644)
    },
    code: 'RDE_FILES_OWNER',
    says: /Other users may look into .*kubeconfig\.yaml/,
    remedy: /^chmod -R go= /,
    mended: true,
  },
  {
    name: 'another user owns a file of rde',
    unless: asRoot,
    plant(cli) {
      cli.write('config.json', '{"version": 1, "stack": {"profile": "bare"}}')
      chownSync(join(cli.folder, 'config.json'), nobody, nobody)
    },
    code: 'RDE_FILES_OWNER',
    says: /^Another user owns .*config\.json\.$/,
    remedy: /^sudo chown -R /,
  },
  {
    name: 'another user owns the cache',
    unless: asRoot,
    plant: (cli) => chownSync(isFolder(cli, '.cache/rde'), nobody, nobody),
    code: 'RDE_FILES_OWNER',
    says: /^Another user owns .*\.cache\/rde/,
    remedy: /^sudo chown -R /,
  },
  {
    name: 'the cache is a file',
    plant(cli) {
      const file = join(cli.home, 'cache')
      writeFileSync(file, '')
      return {RDE_CACHE_DIR: file}
    },
    code: 'RDE_FILE_UNWRITABLE',
    says: /cache is not a folder/,
    remedy: /^mv /,
  },
  {
    name: 'the temporary folder is gone',
    plant: (cli) => ({TMPDIR: join(cli.home, 'gone')}),
    code: 'RDE_TEMPORARY_FOLDER',
    says: /does not exist/,
    remedy: /^unset TMPDIR$/,
  },
  {
    name: 'a run without a cluster was killed',
    plant(cli) {
      const temporary = isFolder(cli, 'tmp')
      mkdirSync(join(temporary, goneRun))
      return {TMPDIR: temporary}
    },
    code: 'RDE_LEFTOVERS',
    says: /was killed and left .*rde-run-/,
    remedy: /^rde doctor --fix$/,
    mended: true,
  },
  {
    name: 'a cluster left its network and its volume',
    plant(cli) {
      cli.tools.always('docker', ['network', 'ls', '--format', '{{.Name}}'], {stdout: 'bridge\nk3d-rde-test-acc\n'})
      cli.tools.always('docker', ['volume', 'ls', '--format', '{{.Name}}'], {stdout: 'k3d-rde-test-acc-images\n'})
    },
    code: 'RDE_LEFTOVERS',
    says: /the network k3d-rde-test-acc, the volume k3d-rde-test-acc-images/,
    remedy: /^rde cluster delete$/,
  },
  {
    name: 'a helper of k3d is left of a cluster',
    plant(cli) {
      const [line] = recordedCall('docker running.ps').stdout.split('\n')
      const tools = {...(JSON.parse(line!) as object), Names: 'k3d-rde-test-acc-tools', State: 'exited'}
      const labels = {'k3d.cluster': 'rde-test-acc', 'k3d.role': 'tools'}
      cli.tools.always('docker', recordedCall('docker absent.ps').args, {
        stdout: `${JSON.stringify({...tools, Labels: labels})}\n`,
      })
    },
    code: 'RDE_LEFTOVERS',
    says: /the container k3d-rde-test-acc-tools/,
    remedy: /^rde cluster delete$/,
  },
  {
    name: 'Docker lost the cluster',
    plant: (cli) => void cli.knows(),
    code: 'RDE_LEFTOVERS',
    says: /Docker has nothing of the cluster rde-test-acc any more/,
    remedy: /^rde cluster start$/,
  },
  {
    name: 'another cluster left its network',
    plant(cli) {
      isFolder(cli, '.local/share/rde/clusters/rde-test-other')
      cli.tools.always('docker', /^ps .*label=k3d\.cluster=rde-test-other/, {})
      cli.tools.always('docker', ['network', 'ls', '--format', '{{.Name}}'], {stdout: 'k3d-rde-test-other\n'})
    },
    code: 'RDE_LEFTOVERS',
    says: /^The cluster rde-test-other is gone, but Docker still has the network k3d-rde-test-other\.$/,
    remedy: /^rde cluster delete --cluster rde-test-other$/,
  },
  {
    name: 'the cluster is held by a command that was killed',
    plant: (cli) => lockedBy(cli, {pid: 4194303, startTime: '1', since: new Date().toISOString()}),
    code: 'RDE_BUSY',
    says: /was killed while it held the cluster/,
    remedy: /^rde cluster start$/,
    mended: true,
  },
  {
    name: 'a command has held the cluster for hours',
    plant: (cli) =>
      lockedBy(cli, {...identify(process.pid), since: new Date(Date.now() - 2 * 3_600_000).toISOString()}),
    code: 'RDE_BUSY',
    says: /has held the cluster for 2 h/,
    remedy: new RegExp(`^kill ${process.pid}$`),
  },
  {
    name: 'an agent of the cluster is gone',
    plant(cli) {
      cli.knows()
      cli.tools.playAlways('docker agent-missing.ps', 'docker agent-missing.inspect', 'kubectl agent-missing.get')
    },
    code: 'RDE_CLUSTER_DEGRADED',
    says: /1 of 2 agents is missing/,
    remedy: /^rde cluster start$/,
  },
  {
    name: 'the creation of the cluster was interrupted',
    plant(cli) {
      cli.write('config.json', '{"version": 1, "stack": {"profile": "bare"}}')
      cli.write('create-under-way', '')
      cli.tools.playAlways('docker half-made.ps', 'docker agent-missing.inspect')
    },
    code: 'RDE_CLUSTER_DEGRADED',
    says: /its creation was interrupted/,
    remedy: /^rde cluster start$/,
  },
  {
    name: 'the folder of the stack is gone',
    plant: (cli) =>
      cli.write('config.json', '{"version": 1, "stack": {"profile": "bare", "source": "/nonexistent/stack"}}'),
    code: 'RDE_STACK_ABSENT',
    says: /no stack at \/nonexistent\/stack/,
    remedy: /^rde /,
  },
  {
    name: 'a file of the workflow directory is no workflow',
    plant(cli) {
      cli.tools.install('helm')
      cli.tools.always('helm', /^version/, {stdout: 'v3.18.6+gb76a950\n'})
      cli.write('config.json', '{"version": 1, "stack": {"profile": "core"}}')
      writeFileSync(join(isFolder(cli, '.config/rde/workflows'), 'bad.yaml'), 'steps: 5\n')
    },
    code: 'RDE_WORKFLOWS_FAILED',
    says: /bad\.yaml would fail at the next start: line 1/,
    remedy: /^rde workflow validate .*bad\.yaml$/,
  },
  {
    name: 'an extension fails to load',
    plant: (cli) => extension(cli, '{ throw new Error("no team here") }'),
    code: 'RDE_PLUGIN_BROKEN',
    says: /no team here/,
    remedy: /^rde plugins /,
  },
  {
    name: 'an extension is for another rde',
    plant: (cli) => extension(cli, '({apiVersion: 2})'),
    code: 'RDE_PLUGIN_BROKEN',
    says: /version 2 of the extension interface/,
    remedy: /^rde plugins /,
  },
]

describe('the troubles that rde doctor finds', () => {
  const found = new Map<Trouble, {before: Result[]; after?: Result[]; fixes?: string}>()

  before(async function () {
    this.timeout(0)
    await inParallel(
      2,
      troubles.filter(({unless}) => !unless),
      async (trouble) => found.set(trouble, await play(trouble)),
    )
  })
  after(() => {
    for (const server of servers) server.close()
    for (const folder of mounts) execFileSync('umount', [folder])
  })

  async function play({plant, mended}: Trouble) {
    const cli = machine()
    const env = {...((await plant(cli)) as Environment | undefined)}
    const examine = async () => {
      const {stdout} = await cli.rdeWith({env}, 'doctor', '--json')
      const {checks} = JSON.parse(stdout) as {checks: Result[]}
      return checks.filter(({id, status}) => status !== 'ok' && !ofThisMachine.includes(id))
    }
    try {
      const before = await examine()
      if (!mended) return {before}
      const {stderr: fixes} = await cli.rdeWith({env}, 'doctor', '--fix')
      const after = await examine()
      return {before, after, fixes}
    } finally {
      const refused = cli.tools.calls.flatMap(({problem}) => problem ?? [])
      if (mounts.every((folder) => !folder.startsWith(cli.home))) cli.remove()
      expect(refused).to.deep.equal([])
    }
  }

  /** A healthy one without a cluster. */
  function machine(): CliHarness {
    const cli = new CliHarness()
    cli.tools.always('docker', /^network ls --filter driver=bridge/, {stdout: 'a\n'})
    cli.tools.always('docker', /^network inspect/, {stdout: '172.17.0.0/16 \n'})
    cli.tools.playAlways('docker absent.ps', 'docker absent.network-ls', 'docker absent.volume-ls')
    return cli
  }

  it('are none where nothing is wrong', async () => {
    const {before} = await play({name: '', plant: () => {}, code: '', says: /^/, remedy: /^/})
    expect(before).to.deep.equal([])
  })

  for (const trouble of troubles) {
    it(`${trouble.name}: ${trouble.code}`, function () {
      if (trouble.unless) {
        console.log(`    skipped: ${trouble.unless}`)
        return this.skip()
      }
      const {before} = found.get(trouble)!
      expect(before.map(({problem}) => problem.code)).to.deep.equal([trouble.code])
      const [{detail, remedies}] = before as [Result]
      expect(detail).to.match(trouble.says)
      expect(remedies[0]?.command).to.match(trouble.remedy)
    })

    if (trouble.mended)
      it(`${trouble.name}: mended by --fix, after saying what`, () => {
        const {after, fixes} = found.get(trouble)!
        expect(fixes).to.match(/^fixing: \S/m)
        expect(after).to.deep.equal([])
      })
  }
})
