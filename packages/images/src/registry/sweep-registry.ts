import type {RdeConfig} from '@rde/config'
import type {Docker} from '@rde/toolchain/docker/docker'

/** Where the registry keeps its tags. Its API can delete a tag only where it was set up for that, which k3d's are not. */
export const repositories = '/var/lib/registry/docker/registry/v2/repositories'

/**
 * A tag keeps the digest of each content that it ever stood for. Forgets those that no tag stands for now and that are not
 * among the arguments, and removes the layers that then belong to nothing. Prints the digests.
 */
export const sweepScript = (folder: string) => `cd ${folder} 2>/dev/null || exit 0
find . -type d -path '*/_manifests/tags/*/index/sha256/*' | { forgotten=
while read -r entry; do
  digest=\${entry##*/}; manifests=\${entry%%/_manifests/*}/_manifests
  case " $* " in *" $digest "*) continue ;; esac
  grep -qs "$digest" "$manifests"/tags/*/current/link && continue
  rm -rf "$entry" "$manifests/revisions/sha256/$digest"
  forgotten=yes; echo "$digest"
done
[ -z "$forgotten" ] || registry garbage-collect /etc/docker/registry/config.yml >/dev/null 2>&1; }`

const longestMs = 60_000

/**
 * Removes from the cluster's registry what earlier builds and imports left there, but for what config.json records. Nobody may
 * push meanwhile, and the registry, which remembers layers, must be stopped afterwards. Resolves with how many images went.
 */
export async function sweepRegistry(
  container: string,
  {docker, images}: {readonly docker: Pick<Docker, 'exec'>; readonly images: RdeConfig['images']},
): Promise<number> {
  const recorded = images.map(({digest}) => digest.replace('sha256:', ''))
  const printed = await docker.exec(container, ['sh', '-c', sweepScript(repositories), 'sh', ...recorded], longestMs)
  return new Set(printed.split('\n').filter((line) => line !== '')).size
}
