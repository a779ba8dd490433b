import type {Kubectl} from '@rde/toolchain'

/** What components stand on. One that is being deleted counts as gone: so will all that is in it. */
export interface PresentNames {
  readonly crds: ReadonlySet<string>
  readonly namespaces: ReadonlySet<string>
}

const each = '{range .items[*]}{.kind} {.metadata.name} {.metadata.deletionTimestamp}{"\\n"}{end}'

/** Asks which custom resource definitions and namespaces there are. */
export async function presentNames(kubectl: Kubectl): Promise<PresentNames> {
  const kinds = 'customresourcedefinitions.apiextensions.k8s.io,namespaces'
  const printed = await kubectl.run('get', kinds, `--output=jsonpath=${each}`)
  const staying = printed.split('\n').flatMap((line) => {
    const [kind, name, deletionTimestamp] = line.trim().split(' ')
    return name === undefined || deletionTimestamp !== undefined ? [] : [{kind, name}]
  })
  const names = (wanted: string) => new Set(staying.flatMap(({kind, name}) => (kind === wanted ? [name] : [])))
  return {crds: names('CustomResourceDefinition'), namespaces: names('Namespace')}
}
