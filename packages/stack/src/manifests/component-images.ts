import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {writeFileAtomically} from '@rde/config'
import {withScratchFolder} from '@rde/config/files/with-scratch-folder'
import type {Helm} from '@rde/toolchain'

import {refusedChart} from './chart-errors.js'
import {readManifest, type Manifest} from './read-manifest.js'
import type {RenderedChart, RenderedComponent} from './render-component.js'

export interface ChartContext {
  readonly helm: Pick<Helm, 'template'>
  /** The version of the cluster: `1.33.4`. */
  readonly kubeVersion?: string | undefined
}

/** Every image that the cluster needs for a component, including those of its charts. */
export async function componentImages(
  {objects, charts, rewritten}: RenderedComponent,
  context: ChartContext,
): Promise<string[]> {
  const fromCharts = await Promise.all(charts.map((chart) => chartObjects(chart, context)))
  return [...new Set([...imagesOf([...objects, ...fromCharts.flat()]), ...rewritten.images])].sort()
}

/** The version in the name of a k3s node image: `rancher/k3s:v1.33.4-k3s1`. */
export function kubernetesVersion(k3sImage: string): string | undefined {
  return /:v(\d+\.\d+\.\d+)/.exec(k3sImage)?.[1]
}

/** The objects that Helm would install from a chart, without CRDs and tests. */
async function chartObjects(chart: RenderedChart, {helm, kubeVersion}: ChartContext): Promise<Manifest[]> {
  const {release, namespace, path, values} = chart
  return withScratchFolder(join(tmpdir(), 'rde-values-'), async (folder) => {
    const valuesFile = join(folder, 'values.json')
    await writeFileAtomically(valuesFile, JSON.stringify(values))
    const request = {release, namespace, chart: path, valuesFile, ...(kubeVersion !== undefined && {kubeVersion})}
    const rendered = await helm.template(request).catch((error: unknown) => {
      throw refusedChart(release, error, 'Nothing was installed.')
    })
    const objects = readManifest(rendered, `chart ${release}`)
    return objects.filter(({kind, metadata}) => kind !== 'CustomResourceDefinition' && !isTest(metadata))
  })
}

function isTest({annotations}: Manifest['metadata']): boolean {
  const hook = (annotations as Record<string, string> | undefined)?.['helm.sh/hook'] ?? ''
  return hook.split(',').some((name) => name.trim() === 'test')
}

/** Every image in objects: in pods, and in fields named `image` or `…Image` of custom resources. */
function imagesOf(objects: readonly Manifest[]): string[] {
  return [...new Set(objects.flatMap((object) => found(object)))].sort()
}

function found(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(found)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, part]) =>
    typeof part === 'string' ? (isImage(key, part) ? [part] : []) : found(part),
  )
}

function isImage(key: string, text: string): boolean {
  return /^image$|Image$/.test(key) && /^[a-z0-9][\w./:@-]*$/.test(text)
}
