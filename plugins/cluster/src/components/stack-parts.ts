import type {ClusterIdentity, DataDirectory, RdeConfig} from '@rde/config'
import type {PhaseContext} from '@rde/plugin-kit'
import type {KubernetesObject, WorkloadName} from '@rde/toolchain'

import {componentHash} from '../stack/component-hash.js'
import {kubernetesVersion} from '../stack/component-images.js'
import {ImageLists} from '../stack/image-lists.js'
import type {LoadedStack} from '../stack/load-stack.js'
import {renderComponent, type RenderedComponent} from '../stack/render-component.js'
import {resolveSource} from '../stack/resolve-source.js'
import {selectComponents, type SelectedComponent} from '../stack/select-components.js'
import {SourceCache} from '../stack/source-cache.js'
import type {Stack} from '../stack/stack-schema.js'

import type {PreparedComponent} from './prepared-component.js'

interface Surroundings {
  readonly identity: ClusterIdentity
  readonly data: DataDirectory
  readonly config: RdeConfig
}

type Rendered = RenderedComponent & {readonly notes: readonly string[]}

/** The stack as config.json chooses it. Each component is fetched and rendered once, when the first phase wants it. */
export class StackParts {
  readonly stack: Stack
  /** The folder of `--stack` that holds everything, if that is how the stack was given. */
  readonly folder: string | undefined
  readonly #selected: ReadonlyMap<string, SelectedComponent>
  readonly #rendered = new Map<string, Promise<Rendered>>()
  #images: Promise<string[]> | undefined

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
  images(context: PhaseContext): Promise<string[]> {
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
    const sources = await Promise.all(component.sources.map((source) => resolveSource(source, means)))
    const registry = `${identity.registry}:${config.cluster.registryPort}`
    const rendered = await renderComponent(component, sources, {registry})
    const notes = [...sources.flatMap(({note}) => note ?? []), ...rendered.warnings]
    return {...rendered, notes}
  }

  async #allImages(context: PhaseContext): Promise<string[]> {
    const ids = [...this.#selected.keys()]
    const means = {helm: context.helm, kubeVersion: kubernetesVersion(this.surroundings.config.cluster.k3sImage)}
    const lists = new ImageLists(this.surroundings.data.imageLists)
    const each = await Promise.all(ids.map(async (id) => lists.of(await this.#render(id, context), means)))
    const services = new Set(Object.values(this.stack.serviceImages).map(({local}) => local))
    const all = [...each.flat(), this.stack.probe.image]
    return [...new Set(all)].filter((reference) => !services.has(reference)).sort()
  }
}

function names(kind: WorkloadName['kind'], references: readonly string[]): WorkloadName[] {
  return references.map((reference) => {
    const [namespace = '', name = ''] = reference.split('/')
    return {kind, namespace, name}
  })
}
