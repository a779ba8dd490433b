/** An external program that rde wraps. */
export interface Tool {
  /** The environment variable with the program to use instead of the one on PATH. */
  readonly variable: string
  /** The oldest supported version; absent if versions are not comparable. */
  readonly minimum?: string
  /** Prints the version of the program without contacting an engine or a cluster. */
  readonly versionArgs: readonly string[]
  /** Matches the output; the first group is the version. */
  readonly versionIn: RegExp
  /** The command that installs it, per platform; for other platforms a page with instructions. */
  readonly install: {readonly linux: string; readonly darwin: string; readonly page: string}
}

/** `uname -m` as the download pages spell it. */
const architecture = "$(uname -m | sed 's/x86_64/amd64/;s/aarch64/arm64/')"

/** All external programs that rde needs. A new one needs an entry here and a wrapper. */
export const tools = {
  docker: {
    variable: 'RDE_DOCKER',
    minimum: '20.10.0',
    versionArgs: ['--version'],
    versionIn: /^Docker version (\d+\.\d+\.\d+)/m,
    install: {
      linux: 'curl -fsSL https://get.docker.com | sudo sh',
      darwin: 'brew install --cask docker',
      page: 'https://docs.docker.com/get-docker/',
    },
  },
  k3d: {
    variable: 'RDE_K3D',
    // registries.create.enforcePortMatch came with 5.9.0 (k3d commit 8ca0cccb); 5.8.3 refuses a config that has it.
    minimum: '5.9.0',
    versionArgs: ['version'],
    versionIn: /^k3d version v(\d+\.\d+\.\d+)/m,
    install: {
      linux: 'curl -fsSL https://raw.githubusercontent.com/k3d-io/k3d/main/install.sh | TAG=v5.9.0 bash',
      darwin: 'brew install k3d',
      page: 'https://k3d.io/stable/#installation',
    },
  },
  kubectl: {
    variable: 'RDE_KUBECTL',
    minimum: '1.28.0',
    versionArgs: ['version', '--client', '-o', 'json'],
    versionIn: /"gitVersion":\s*"v(\d+\.\d+\.\d+)/,
    install: {
      linux: `curl -fsSLo /tmp/kubectl "https://dl.k8s.io/release/v1.33.4/bin/linux/${architecture}/kubectl" && sudo install /tmp/kubectl /usr/local/bin/kubectl`,
      darwin: 'brew install kubernetes-cli',
      page: 'https://kubernetes.io/docs/tasks/tools/',
    },
  },
  helm: {
    variable: 'RDE_HELM',
    minimum: '3.8.0',
    versionArgs: ['version', '--short'],
    versionIn: /^v(\d+\.\d+(?:\.\d+)?)/m,
    install: {
      linux: 'curl -fsSL https://raw.githubusercontent.com/helm/helm/main/scripts/get-helm-3 | bash',
      darwin: 'brew install helm',
      page: 'https://helm.sh/docs/intro/install/',
    },
  },
  relay: {
    variable: 'RDE_RELAY',
    // No minimum: a build from source prints `(devel)`, or a version that Go derives from the commit.
    versionArgs: ['version'],
    versionIn: /^(\(devel\)|v?\d+\.\d+\.\d+\S*)$/m,
    install: {
      linux: 'go install github.com/puppetlabs/relay/cmd/relay@4dd7c7ef0f2a',
      darwin: 'go install github.com/puppetlabs/relay/cmd/relay@4dd7c7ef0f2a',
      page: 'https://github.com/puppetlabs/relay/releases',
    },
  },
} as const satisfies Record<string, Tool>

export type ToolName = keyof typeof tools

/** How to install the tool on this platform: a command line, or the URL of a page with instructions. */
export function installCommand(name: ToolName, platform: NodeJS.Platform): string {
  const {install} = tools[name]
  return platform === 'linux' || platform === 'darwin' ? install[platform] : install.page
}

/** The tool with its minimum version: `helm, 3.8 or newer`. */
export function requirement(name: ToolName): string {
  const {minimum}: Tool = tools[name]
  return minimum === undefined ? name : `${name}, ${minimum.replace(/\.0$/, '')} or newer`
}
