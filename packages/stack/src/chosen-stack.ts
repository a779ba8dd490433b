import {join} from 'node:path'

import type {ClusterIdentity, DataDirectory, RdeConfig} from '@rde/config'
import {ImageLayout, ImageReference} from '@rde/images'
import type {Helm, KubernetesObject, WorkloadName} from '@rde/toolchain'

import type {StackLocation} from './document/find-stack.js'
import {loadStack, type LoadedStack} from './document/load-stack.js'
import type {StackExtension} from './document/stack-extension.js'
import {selectComponents, type SelectedComponent} from './document/select-components.js'
import type {Stack} from './document/stack-schema.js'
import {componentHash} from './manifests/component-hash.js'
import {kubernetesVersion} from './manifests/component-images.js'
import {effectiveValues, pinImages, withChanges} from './manifests/effective-values.js'
import {ImageLists} from './manifests/image-lists.js'
import type {Filling} from './manifests/fill-placeholders.js'
import {withPodNames} from './manifests/pod-names.js'
import {renderComponent, type RenderedChart, type RenderedComponent} from './manifests/render-component.js'
import {SourceManifests} from './manifests/source-manifests.js'
import {resolveSources, type ResolvedSource, type SourceContext} from './sources/resolve-source.js'
import {SourceCache} from './sources/source-cache.js'
import {failedDownloads, isFailedDownload, type FailedDownload} from './sources/source-errors.js'

/** The context to fetch and render a stack. The context of a phase can be used. */
export interface StackContext {
  readonly helm: Pick<Helm, 'pull' | 'template'>
  readonly signal: AbortSignal
  /** The current configuration: its ports and values may have changed since the stack was loaded. */
  config(): RdeConfig
}

export interface StackOptions {
  readonly identity: ClusterIdentity
  readonly data: DataDirectory
  readonly config: RdeConfig
  /** A stack file or a folder with all sources; by default the one in config.json. */
  readonly choice?: string | undefined
  /** The extensions of teams. */
  readonly extensions?: readonly StackExtension[] | undefined
}

/** An image that developers build, with the service that it belongs to. */
export type StackService = Stack['serviceImages'][string] & {readonly name: string}

export interface PreparedChart {
  readonly release: string
  readonly namespace: string
  /** The chart's folder or archive on this machine. */
  readonly chart: string
  readonly sha256: string
  /** The values of the stack, with the changes of config.json and the digests of imported images. */
  readonly values: Readonly<Record<string, unknown>>
}

/** A component that is ready to be installed: its sources are on this machine, filtered and rewritten. */
export interface PreparedComponent {
  readonly id: string
  readonly title: string
  readonly version: string
  /** The team's extension that it comes from. */
  readonly extension: string | undefined
  /** References of the services of that extension. */
  readonly images: readonly string[]
  readonly after: readonly string[]
  /** The hash of everything it is installed from. */
  readonly hash: string
  readonly crds: readonly KubernetesObject[]
  readonly objects: readonly KubernetesObject[]
  readonly charts: readonly PreparedChart[]
  /** Workloads that must run for it to be ready, in addition to those among its objects. */
  readonly awaited: readonly WorkloadName[]
  /** Namespaces that must exist, but that others create. */
  readonly namespaces: readonly string[]
  /** Accepted by the API server in a dry run once its webhooks answer. */
  readonly dryRun: KubernetesObject | undefined
  /** Shown to the user: a rule that matched nothing, a checksum remembered at first use. */
  readonly notes: readonly string[]
}

export type NotedComponent = RenderedComponent & {readonly notes: readonly string[]}

export interface WantedImages {
  readonly images: readonly string[]
  readonly failures: readonly FailedDownload[]
}

/** The stack selected by config.json. Each component is fetched and rendered once, on first use. */
export class ChosenStack {
  /** In dependency order. */
  readonly components: readonly SelectedComponent[]
  readonly #lists: ImageLists
  readonly #manifests: SourceManifests
  readonly #sources = new Map<string, Promise<ResolvedSource[]>>()
  readonly #rendered = new Map<string, Promise<NotedComponent>>()
  #images: Promise<WantedImages> | undefined

  constructor(
    private readonly loaded: LoadedStack,
    private readonly options: StackOptions,
  ) {
    this.components = selectComponents(loaded.stack, options.config.stack)
    this.#lists = new ImageLists(options.data.imageLists)
    this.#manifests = new SourceManifests(options.data.manifests)
  }

  /** The whole stack, including components that are not selected. */
  get declared(): Stack {
    return this.loaded.stack
  }

  get location(): StackLocation {
    return this.loaded.location
  }

  /** The folder with all sources, if the stack was given as one. */
  get folder(): string | undefined {
    return this.location.complete ? this.location.folder : undefined
  }

  /** The images in that folder, if `rde stack pull` stored any. Then no other source of images is used. */
  get layout(): ImageLayout | undefined {
    const layout = this.folder === undefined ? undefined : new ImageLayout(join(this.folder, 'images'))
    return layout?.exists ? layout : undefined
  }

  selects(id: string): boolean {
    return this.#selected(id) !== undefined
  }

  /** The images of services that this selection needs. */
  get services(): readonly StackService[] {
    const needed = (name: string) => {
      const owner = this.#extensions.find(({services}) => Object.hasOwn(services, name))
      if (owner === undefined) return this.options.config.stack.profile !== 'bare'
      const ids = Object.keys(owner.components)
      return ids.length === 0 || ids.some((id) => this.selects(id))
    }
    return Object.entries(this.declared.serviceImages)
      .filter(([name]) => needed(name))
      .map(([name, image]) => ({name, ...image}))
  }

  /** The team's extension that a component comes from; undefined for those of the stack itself. */
  extensionOf(id: string): StackExtension | undefined {
    return this.#extensions.find(({components}) => Object.hasOwn(components, id))
  }

  /** Whether a service comes from a team's extension. */
  isAdded(service: string): boolean {
    return this.#extensions.some(({services}) => Object.hasOwn(services, service))
  }

  /** The title, version and dependencies of a component, also if it is not selected or not in the stack. */
  describe(id: string): {title: string; version: string; after: readonly string[]} {
    return this.#selected(id) ?? this.declared.components[id] ?? {title: id, version: '', after: []}
  }

  /** Every image of the third-party components, without those of services. */
  async images(context: StackContext): Promise<readonly string[]> {
    const {images, failures} = await this.wantedImages(context)
    if (failures.length > 0) throw failedDownloads(failures)
    return images
  }

  /** The same, but incomplete with `failures` if some sources cannot be downloaded. */
  wantedImages(context: StackContext): Promise<WantedImages> {
    return (this.#images ??= this.#allImages(context))
  }

  /** Every image that the cluster needs for one component, with the values that the user changed. */
  async imagesOf(id: string, context: StackContext): Promise<string[]> {
    const {cluster, helm} = context.config()
    const rendered = await this.render(id, context)
    const charts = rendered.charts.map((chart) => ({...chart, values: withChanges(chart, helm)}))
    const kubeVersion = kubernetesVersion(cluster.k3sImage)
    return this.#lists.of({...rendered, charts}, {helm: context.helm, kubeVersion})
  }

  async prepare(id: string, context: StackContext): Promise<PreparedComponent> {
    const {notes, ...rendered} = await this.render(id, context)
    const {ready, title, after} = this.#selected(id)!
    const {crds, objects, version} = rendered
    const podNames = await this.podNames(context)
    const valuesOf = (chart: RenderedChart) => withPodNames(effectiveValues(chart, context.config()), podNames)
    const charts = rendered.charts.map((chart) => ({...chart, values: valuesOf(chart)}))
    return {
      ...{id, title, version, after, notes, extension: this.extensionOf(id)?.name},
      images: this.#servicesBeside(id),
      hash: componentHash({...rendered, charts}),
      crds: crds as readonly KubernetesObject[],
      objects: withPodNames(this.#pinned(id, objects, context), podNames) as readonly KubernetesObject[],
      charts: charts.map(({path, ...chart}) => ({...chart, chart: path})),
      awaited: [...names('Deployment', ready.deployments), ...names('Job', ready.jobs), ...names('Pod', ready.pods)],
      namespaces: ready.namespaces,
      dryRun: (ready.dryRun as KubernetesObject | null) ?? undefined,
    }
  }

  /**
   * The image names that pods must use, by their names in the stack. Empty if the nodes resolve the names in the stack
   * through the registry.
   */
  async podNames(context: StackContext): Promise<ReadonlyMap<string, string>> {
    const {attached} = context.config().cluster
    if (attached === undefined) return new Map()
    const all = [...(await this.images(context)), ...this.services.map(({local}) => local)]
    const references = all.map(ImageReference.parse).filter(({digest}) => digest === undefined)
    return new Map(references.map((reference) => [reference.familiar, `${attached.pull}/${reference.path}`]))
  }

  /** Renders again if the port of the registry has changed: the result contains `{registry}`. */
  render(id: string, context: StackContext): Promise<NotedComponent> {
    const {attached, registryPort} = context.config().cluster
    const registry = attached?.pull ?? `${this.options.identity.registry}:${registryPort}`
    const filling = this.#fillingOf(id, context)
    return remembered(this.#rendered, `${id} ${registry} ${JSON.stringify(filling)}`, async () => {
      const component = this.#selected(id)!
      const sources = await remembered(this.#sources, id, () =>
        resolveSources(component.sources, this.sourceContext(context)),
      )
      const renderContext = {registry, manifests: this.#manifests, filling, renamed: this.declared.renamed}
      const rendered = await renderComponent(component, sources, renderContext)
      return {...rendered, notes: [...sources.flatMap(({note}) => note ?? []), ...rendered.warnings]}
    })
  }

  sourceContext({helm, signal}: StackContext): SourceContext {
    return {location: this.location, cache: new SourceCache(this.options.data.downloads), helm, limits: {signal}}
  }

  get #extensions(): readonly StackExtension[] {
    return this.options.extensions ?? []
  }

  #fillingOf(id: string, context: StackContext): Filling | undefined {
    const extension = this.extensionOf(id)
    if (extension === undefined) return undefined
    const {name, placeholders, section} = extension
    return {extension: name, component: id, known: placeholders, section: section(context.config())}
  }

  /** References of the services of the component's extension. */
  #servicesBeside(id: string): string[] {
    const services = this.extensionOf(id)?.services ?? {}
    return Object.keys(services).flatMap((name) => this.declared.serviceImages[name]?.local ?? [])
  }

  /** Pins the images of a team's services in its objects. rde's own are in Helm values, which get digests anyway. */
  #pinned(id: string, objects: unknown, context: StackContext): unknown {
    const local = this.#servicesBeside(id)
    const images = context.config().images.filter(({reference}) => local.includes(reference))
    return pinImages(objects, images)
  }

  #selected(id: string): SelectedComponent | undefined {
    return this.components.find((component) => component.id === id)
  }

  async #allImages(context: StackContext): Promise<WantedImages> {
    const failures: FailedDownload[] = []
    const noteFailure = (error: unknown) => {
      if (!isFailedDownload(error)) throw error
      failures.push(error)
      return []
    }
    const each = await Promise.all(this.components.map(({id}) => this.imagesOf(id, context).catch(noteFailure)))
    const services = new Set(Object.values(this.declared.serviceImages).map(({local}) => local))
    const probe = this.options.config.stack.profile === 'bare' ? [] : [this.declared.probe.image]
    const all = [...each.flat(), ...probe]
    return {images: [...new Set(all)].filter((reference) => !services.has(reference)).sort(), failures}
  }
}

/** Loads the stack that config.json or `choice` names. One error lists all its problems. */
export async function chooseStack(options: StackOptions): Promise<ChosenStack> {
  return new ChosenStack(await loadStack(options), options)
}

/** Calls `make` once per key and remembers the result. */
function remembered<Value>(known: Map<string, Promise<Value>>, key: string, make: () => Promise<Value>) {
  const value = known.get(key) ?? make()
  known.set(key, value)
  return value
}

function names(kind: WorkloadName['kind'], references: readonly string[]): WorkloadName[] {
  return references.map((reference) => {
    const [namespace = '', name = ''] = reference.split('/')
    return {kind, namespace, name}
  })
}
