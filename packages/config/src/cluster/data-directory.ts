import {homedir} from 'node:os'
import {join} from 'node:path'

import {chosenCluster} from './chosen-cluster.js'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Every path that rde keeps on disk. oclif has the same rule for its folders; the fast path must
 * know it without oclif.
 */
export class DataDirectory {
  #cluster: string | (() => string)

  /** `config` is the user's own: the workflow directory and `defaults.json`. `cache` holds what can be downloaded again. */
  constructor(
    private readonly roots: {readonly data: string; readonly config: string; readonly cache: string},
    cluster: string | (() => string),
  ) {
    this.#cluster = cluster
  }

  /** The cluster whose files these are. Throws where it was given a name that is none. */
  get clusterName(): string {
    // Asked late: what is of no cluster, and the command that chooses another one, must work.
    if (typeof this.#cluster === 'function') this.#cluster = this.#cluster()
    return this.#cluster
  }

  static fromEnvironment(env: Environment = process.env): DataDirectory {
    const home = env['HOME'] || homedir()
    const place = (own: string, xdg: string, fallback: string) =>
      env[own] || join(env[xdg] || join(home, fallback), 'rde')
    const roots = {
      data: place('RDE_DATA_DIR', 'XDG_DATA_HOME', join('.local', 'share')),
      config: place('RDE_CONFIG_DIR', 'XDG_CONFIG_HOME', '.config'),
      cache: place('RDE_CACHE_DIR', 'XDG_CACHE_HOME', '.cache'),
    }
    return new DataDirectory(roots, () => chosenCluster({env, used: usedCluster(roots)}))
  }

  /** The same for another cluster. */
  of(clusterName: string): DataDirectory {
    return new DataDirectory(this.roots, clusterName)
  }

  /** Everything of rde's on this machine is in these. */
  get folders(): readonly string[] {
    return Object.values(this.roots)
  }

  /** Which extensions are installed here: oclif's file. */
  get extensions(): string {
    return join(this.roots.data, 'package.json')
  }

  /** Where each cluster has its folder and its lock: all with secrets. */
  get clusters(): string {
    return join(this.roots.data, 'clusters')
  }

  /** All that `cluster delete` may remove: the user's plugins live beside `clusters`. */
  get cluster(): string {
    return join(this.roots.data, 'clusters', this.clusterName)
  }

  get config(): string {
    return join(this.cluster, 'config.json')
  }

  /** The config.json before the last change. */
  get configBackup(): string {
    return `${this.config}.bak`
  }

  /** A config.json of an older format, kept when it was migrated. */
  configOfVersion(version: number): string {
    return join(this.cluster, `config.v${version}.json`)
  }

  get configSchema(): string {
    return join(this.cluster, 'config.schema.json')
  }

  get kubeconfig(): string {
    return join(this.cluster, 'kubeconfig.yaml')
  }

  /** What kubectl and helm keep of the API's answers, or it would stay in the user's home when the cluster is gone. */
  get kubectlCache(): string {
    return join(this.cluster, 'kubectl-cache')
  }

  /** Never exists: what k3d is given as KUBECONFIG, so that it cannot edit the user's own. */
  get absentKubeconfig(): string {
    return join(this.cluster, 'no-kubeconfig')
  }

  /** Where k3d's temporary files go. */
  get temporary(): string {
    return join(this.cluster, 'tmp')
  }

  /** There from before a create until its kubeconfig is saved: what Docker holds while it is there is half-made. */
  get createMarker(): string {
    return join(this.cluster, 'create-under-way')
  }

  /** The owner whose cluster the user agreed to use from here. */
  get acceptedOwner(): string {
    return join(this.cluster, 'accepted-owner')
  }

  /** There while a delete runs: which volumes are to go. */
  get volumesToRemove(): string {
    return join(this.cluster, 'volumes-to-remove.json')
  }

  /** Where each call of the relay CLI has a home of its own while it runs. */
  get relayHomes(): string {
    return join(this.cluster, 'relay')
  }

  values(release: string): string {
    return join(this.cluster, 'values', `${release}.yaml`)
  }

  /** Beside the cluster's folder, since it must outlive it. */
  get lock(): string {
    return join(this.roots.data, 'clusters', `${this.clusterName}.lock`)
  }

  /** Where the page of a running `rde ui` is. Beside the cluster's folder, since it needs no cluster. */
  get runningUi(): string {
    return join(this.roots.data, 'clusters', `${this.clusterName}.ui.json`)
  }

  /** Where a smoke test is, its report, and what it found of failures. */
  get smoke(): string {
    return join(this.cluster, 'smoke')
  }

  /** What the last build of a service printed. Beside the clusters, since it needs none. */
  serviceBuildLog(service: string): string {
    return join(this.roots.data, 'service-builds', `${service}.log`)
  }

  /** What runs without a cluster said and did, by workflow. */
  get localRuns(): string {
    return join(this.roots.data, 'local-runs')
  }

  /** The secrets of one workflow, for its runs without a cluster. */
  localSecrets(workflow: string): string {
    return join(this.roots.data, 'local-secrets', `${encodeURIComponent(workflow)}.json`)
  }

  /** The workflow files that the user lets run on this machine, by the hash of their content. */
  get trustedWorkflows(): string {
    return join(this.roots.data, 'trusted-workflows.json')
  }

  /** The cluster of `rde cluster use`, by its name. */
  get usedCluster(): string {
    return usedCluster(this.roots)
  }

  get defaults(): string {
    return join(this.roots.config, 'defaults.json')
  }

  get workflows(): string {
    return join(this.roots.config, 'workflows')
  }

  get tools(): string {
    return join(this.roots.cache, 'tools')
  }

  get downloads(): string {
    return join(this.roots.cache, 'downloads')
  }

  /** Which images the charts of a stack make, by the hash of what they are made of. */
  get imageLists(): string {
    return join(this.roots.cache, 'image-lists')
  }

  /** The objects in the manifests of a stack, by the hash of the file. */
  get manifests(): string {
    return join(this.roots.cache, 'manifests')
  }

  /** The files of stacks as they were read, by the hash of their text. */
  get stacks(): string {
    return join(this.roots.cache, 'stacks')
  }

  get toolVersions(): string {
    return join(this.roots.cache, 'tool-versions.json')
  }

  /** What Node keeps of our compiled code, to start sooner. */
  get compileCache(): string {
    return join(this.roots.cache, 'compiled')
  }
}

function usedCluster({config}: {readonly config: string}): string {
  return join(config, 'cluster')
}
