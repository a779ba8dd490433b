import {writeFileSync} from 'node:fs'
import {join} from 'node:path'

import {recordedCall} from '@rde/process-runner/testing'

import {cannotConnect, engineAt, engineFails, makeTestFolder, dockerInfoShows, type Trouble} from './plant.js'

/** Tools, the engine and its client. */
export const dockerTroubles: readonly Trouble[] = [
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
    name: 'kubectl is newer than any tested version',
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
    plant: (cli) => dockerInfoShows(cli, {ServerVersion: '4.9.4'}),
    code: 'RDE_ENGINE_UNSUITED',
    says: /uses podman/,
    remedy: /get\.docker\.com/,
  },
  {
    name: 'Docker is not running',
    plant(cli) {
      engineAt(cli, 'unix:///nonexistent/docker.sock')
      engineFails(cli, cannotConnect('unix:///nonexistent/docker.sock'))
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
      engineFails(cli, cannotConnect(address))
    },
    code: 'RDE_DOCKER_UNREACHABLE',
    says: /^Docker is not running/,
    remedy: /^docker desktop start$/,
  },
  {
    name: 'the user may not use Docker',
    plant: (cli) =>
      engineFails(
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
    plant: (cli) => dockerInfoShows(cli, {ServerVersion: '19.03.15'}),
    code: 'RDE_DOCKER_OLD',
    says: /19\.03\.15; rde needs 20\.10/,
    remedy: /get\.docker\.com/,
  },
  {
    name: 'the engine runs rootless on cgroup v1',
    plant: (cli) =>
      dockerInfoShows(cli, {SecurityOptions: ['name=seccomp,profile=default', 'name=rootless'], CgroupVersion: '1'}),
    code: 'RDE_ENGINE_UNSUITED',
    says: /rootless with cgroup v1/,
    remedy: /update-grub/,
  },
  {
    name: 'the engine remaps user ids',
    plant: (cli) => dockerInfoShows(cli, {SecurityOptions: ['name=seccomp,profile=default', 'name=userns']}),
    code: 'RDE_ENGINE_UNSUITED',
    says: /userns-remap/,
    remedy: /daemon\.json/,
  },
  {
    name: 'the storage driver copies everything',
    plant: (cli) => dockerInfoShows(cli, {Driver: 'vfs'}),
    code: 'RDE_ENGINE_UNSUITED',
    says: /vfs copies every layer/,
    remedy: /daemon\.json/,
  },
  {
    name: 'the credential helper of Docker is missing',
    plant: (cli) => writeFileSync(join(makeTestFolder(cli, '.docker'), 'config.json'), '{"credsStore": "desktop"}'),
    code: 'RDE_DOCKER_LOGIN',
    says: /docker-credential-desktop .* not on PATH: pulls fail/,
    remedy: /\.docker\/config\.json'$/,
  },
]
