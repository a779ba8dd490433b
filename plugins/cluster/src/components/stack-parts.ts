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
import {resolveSource} from '../stack/resolve-source.js'
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

  /** What a phase is called and comes after; of one that is not selected, as the stack says. */
  describe(id: string): {title: string; version: string; after: readonly string[]} {
    return this.#selected.get(id) ?? this.stack.components[id]!
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
    const {crds, objects, charts, notes, ...rendered} = await this.#render(id, context)
    const {ready, title, after} = this.#selected.get(id)!
    const given = Object.fromEntries(charts.map(({release}) => [release, context.config().helm.values[release]]))
    return {
      id,
      title,
      version: rendered.version,
      after,
      hash: componentHash({crds, objects, charts, ...rendered}, given),
      crds: crds as readonly KubernetesObject[],
      objects: objects as readonly KubernetesObject[],
      charts: charts.map(({path, ...chart}) => ({...chart, chart: path})),
      awaited: [...names('Deployment', ready.deployments), ...names('Job', ready.jobs), ...names('Pod', ready.pods)],
      namespaces: ready.namespaces,
      dryRun: (ready.dryRun as KubernetesObject | null) ?? undefined,
      notes,
    }
  }

  #render(id: string, context: PhaseContext): Promise<Rendered> {
    const known = this.#rendered.get(id)
    if (known !== undefined) return known
    const rendering = this.#renderAnew(this.#selected.get(id)!, context)
    this.#rendered.set(id, rendering)
    return rendering
  }

  async #renderAnew(component: SelectedComponent, {helm, signal}: PhaseContext): Promise<Rendered> {
    const {data, identity, config} = this.surroundings
    const means = {place: this.loaded.place, cache: new SourceCache(data.downloads), helm, limits: {signal}}
    const sources = await allDownloads(component.sources.map((source) => resolveSource(source, means)))
    const registry = `${identity.registry}:${config.cluster.registryPort}`
    const rendered = await renderComponent(component, sources, {registry})
    const notes = [...sources.flatMap(({note}) => note ?? []), ...rendered.warnings]
    return {...rendered, notes}
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

function names(kind: WorkloadName['kind'], references: readonly string[]): WorkloadName[] {
  return references.map((reference) => {
    const [namespace = '', name = ''] = reference.split('/')
    return {kind, namespace, name}
  })
}
