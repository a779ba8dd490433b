import {asRoot, configure, listen, dockerInfoShows, tiny, withoutMount, type Trouble} from './plant.js'

/** The kernel, memory, disks, the network and ports. */
export const machineTroubles: readonly Trouble[] = [
  {
    name: 'the kernel has no control group for memory',
    plant: (cli) => dockerInfoShows(cli, {MemoryLimit: false}),
    code: 'RDE_CGROUP',
    says: /cgroup controllers that the nodes need: memory/,
    remedy: /update-grub/,
  },
  {
    name: 'the chosen nodes need cgroup v2',
    async plant(cli) {
      await configure(cli, {cluster: {k3sImage: 'rancher/k3s:v1.35.0-k3s1'}})
      dockerInfoShows(cli, {CgroupVersion: '1'})
    },
    code: 'RDE_CGROUP',
    says: /cgroup v1, but nodes of rancher\/k3s:v1\.35\.0-k3s1 need cgroup v2/,
    remedy: /^rde config unset cluster\.k3sImage$/,
  },
  {
    name: 'Docker has little memory',
    plant: (cli) => dockerInfoShows(cli, {MemTotal: 1.5 * 1024 ** 3}),
    code: 'RDE_MEMORY',
    says: /1\.5 GiB/,
    remedy: /^rde cluster start --profile bare/,
  },
  {
    name: 'Docker Desktop has little memory',
    plant: (cli) => dockerInfoShows(cli, {MemTotal: 1024 ** 3, OperatingSystem: 'Docker Desktop'}),
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
    plant: (cli) => dockerInfoShows(cli, {SystemTime: new Date(Date.now() - 3_600_000).toISOString()}),
    code: 'RDE_CLOCK',
    says: /60 min behind/,
    remedy: /^sudo timedatectl set-ntp true$/,
  },
  {
    name: 'nobody listens at the proxy',
    plant: (cli) => {
      dockerInfoShows(cli, {HttpsProxy: 'http://proxy:3128'})
      return {HTTPS_PROXY: 'http://me:hush@127.0.0.1:1', NO_PROXY: 'localhost,127.0.0.1'}
    },
    code: 'RDE_PROXY',
    says: /^HTTPS_PROXY is http:\/\/••••@127\.0\.0\.1:1, but nothing is listening there\.$/,
    remedy: /^unset HTTPS_PROXY$/,
  },
  {
    name: 'the proxy is asked for this machine, too',
    async plant(cli) {
      dockerInfoShows(cli, {HttpsProxy: 'http://proxy:3128'})
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
    plant: (cli) => dockerInfoShows(cli, {IPv4Forwarding: false}),
    code: 'RDE_IP_FORWARD',
    says: /does not forward packets/,
    remedy: /^sudo sysctl -w net\.ipv4\.ip_forward=1$/,
  },
  {
    name: 'Docker has no addresses for another network',
    plant(cli) {
      dockerInfoShows(cli, {DefaultAddressPools: [{Base: '10.10.0.0/16', Size: 17}]})
      cli.tools.always('docker', /^network inspect/, {stdout: '10.10.0.0/17 \n10.10.128.0/17 \n'})
    },
    code: 'RDE_ADDRESS_POOLS',
    says: /2 of 2 networks are taken/,
    remedy: /^docker network prune$/,
  },
  {
    name: 'another program has a port',
    async plant(cli) {
      await configure(cli, {cluster: {registryPort: await listen()}})
      cli.tools.always('docker', /^ps --filter publish=/, {})
    },
    code: 'RDE_PORT_TAKEN',
    says: /wanted for the registry, is used by/,
    remedy: /^rde config set cluster\.registryPort \d+$/,
  },
]
