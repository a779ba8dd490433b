import type {ClusterIdentity, DataDirectory, RdeConfig} from '@rde/config'
import type {RdeError} from '@rde/errors'
import type {PhaseContext} from '@rde/plugin-kit'
import type {KubernetesObject, WorkloadName} from '@rde/toolchain'

import {componentHash} from '../stack/component-hash.js'
import {kubernetesVersion} from '../stack/component-images.js'
import {ImageLists} from '../stack/image-lists.js'
import type {LoadedStack} from '../stack/load-stack.js'
import {renderComponent, type RenderedComponent} from '../stack/render-component.js'
import {allDownloads} from '../stack/all-downloads.js'
import {resolveSource, type ResolvedSource} from '../stack/resolve-source.js'
import {effectiveValues} from '../stack/effective-values.js'
import {selectComponents, type SelectedComponent} from '../stack/select-components.js'
import {SourceCache} from '../stack/source-cache.js'
import {failedDownloads, isFailedDownload} from '../stack/stack-errors.js'
import type {Stack} from '../stack/stack-schema.js'

import type {PreparedComponent} from './prepared-component.js'

interface Surroundings {
  readonly identity: ClusterIdentity
  readonly data: DataDirectory
  readonly config: RdeConfig
}

type Rendered = RenderedComponent & {readonly notes: readonly string[]}

export interface WantedImages {
  readonly images: readonly string[]
  /** Each an `RDE_DOWNLOAD_FAILED`. */
  readonly failures: readonly RdeError[]
}

/** The stack as config.json chooses it. Each component is fetched and rendered once, when the first phase wants it. */
export class StackParts {
  readonly stack: Stack
  /** The folder of `--stack` that holds everything, if that is how the stack was given. */
  readonly folder: string | undefined
  readonly #selected: ReadonlyMap<string, SelectedComponent>
  readonly #sources = new Map<string, Promise<ResolvedSource[]>>()
  readonly #rendered = new Map<string, Promise<Rendered>>()
  #images: Promise<WantedImages> | undefined

  constructor(
    private readonly loaded: LoadedStack,
    private readonly surroundings: Surroundings,
  ) {
    this.stack = loaded.stack
    this.folder = loaded.place.complete ? loaded.place.folder : undefined
    const selected = selectComponents(loaded.stack, surroundings.config.stack)
    this.#selected = new Map(selected.map((component) => [component.id, component]))
  }

  selects(id: string): boolean {
    return this.#selected.has(id)
  }

  /** What a phase is called and comes after; of one that is not selected, as the stack says, which may not have it. */
  describe(id: string): {title: string; version: string; after: readonly string[]} {
    return this.#selected.get(id) ?? this.stack.components[id] ?? {title: id, version: '', after: []}
  }

  /** Every image of the third-party components. Those of services are chosen elsewhere. */
  async images(context: PhaseContext): Promise<readonly string[]> {
    const {images, failures} = await this.wantedImages(context)
    if (failures.length > 0) throw failedDownloads(failures)
    return images
  }

  /** The same, as far as it is known where some of the sources that name them cannot be downloaded. */
  wantedImages(context: PhaseContext): Promise<WantedImages> {
    return (this.#images ??= this.#allImages(context))
  }

  async prepare(id: string, context: PhaseContext): Promise<PreparedComponent> {
    const {notes, ...rendered} = await this.#render(id, context)
    const {ready, title, after} = this.#selected.get(id)!
    const {crds, objects} = rendered
    const charts = rendered.charts.map((chart) => ({...chart, values: effectiveValues(chart, context.config())}))
    return {
      id,
      title,
      version: rendered.version,
      after,
      hash: componentHash({...rendered, charts}),
      crds: crds as readonly KubernetesObject[],
      objects: objects as readonly KubernetesObject[],
      charts: charts.map(({path, ...chart}) => ({...chart, chart: path})),
      awaited: [...names('Deployment', ready.deployments), ...names('Job', ready.jobs), ...names('Pod', ready.pods)],
      namespaces: ready.namespaces,
      dryRun: (ready.dryRun as KubernetesObject | null) ?? undefined,
      notes,
    }
  }

  /** Anew where the registry has got another port since: `{registry}` is part of what is rendered. */
  #render(id: string, context: PhaseContext): Promise<Rendered> {
    const registry = `${this.surroundings.identity.registry}:${context.config().cluster.registryPort}`
    return remembered(this.#rendered, `${id} ${registry}`, async () => {
      const component = this.#selected.get(id)!
      const sources = await remembered(this.#sources, id, () => this.#resolve(component, context))
      const rendered = await renderComponent(component, sources, {registry})
      return {...rendered, notes: [...sources.flatMap(({note}) => note ?? []), ...rendered.warnings]}
    })
  }

  #resolve({sources}: SelectedComponent, {helm, signal}: PhaseContext): Promise<ResolvedSource[]> {
    const cache = new SourceCache(this.surroundings.data.downloads)
    const means = {place: this.loaded.place, cache, helm, limits: {signal}}
    return allDownloads(sources.map((source) => resolveSource(source, means)))
  }

  async #allImages(context: PhaseContext): Promise<WantedImages> {
    const ids = [...this.#selected.keys()]
    const means = {helm: context.helm, kubeVersion: kubernetesVersion(this.surroundings.config.cluster.k3sImage)}
    const lists = new ImageLists(this.surroundings.data.imageLists)
    const failures: RdeError[] = []
    const imagesOf = async (id: string) => lists.of(await this.#render(id, context), means)
    const each = await Promise.all(
      ids.map((id) =>
        imagesOf(id).catch((error: unknown) => {
          if (!isFailedDownload(error)) throw error
          failures.push(error)
          return []
        }),
      ),
    )
    const services = new Set(Object.values(this.stack.serviceImages).map(({local}) => local))
    const all = [...each.flat(), this.stack.probe.image]
    return {images: [...new Set(all)].filter((reference) => !services.has(reference)).sort(), failures}
  }
}

/** What was made for a key, made once. */
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
