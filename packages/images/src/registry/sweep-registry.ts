import type {RdeConfig} from '@rde/config'
import type {Docker} from '@rde/toolchain/docker/docker'

/** The folder of the registry's tags. Its API can only delete tags if configured to; k3d's registries are not. */
export const repositories = '/var/lib/registry/docker/registry/v2/repositories'

/**
 * A tag keeps the digest of every content that it ever had. Finds the digests that no tag has now and that are not
 * among the arguments.
 */
const findEarlier = (folder: string) => `cd ${folder} 2>/dev/null || exit 0
entries=$(find . -type d -path '*/_manifests/tags/*/index/sha256/*' | while read -r entry; do
  digest=\${entry##*/}; manifests=\${entry%%/_manifests/*}/_manifests
  case " $* " in *" $digest "*) continue ;; esac
  grep -qs "$digest" "$manifests"/tags/*/current/link || echo "$entry"
done)
[ -n "$entries" ] || exit 0`

/** Prints how many there are, not counting the arguments. */
export const countScript = (folder: string) => `${findEarlier(folder)}
echo "$entries" | wc -l`

/**
 * Deletes the entries that are not among the arguments, and the layers that become unreferenced. Prints the digests.
 * Does nothing if there are fewer entries than the first argument, or if anything was written within as many seconds as
 * the second argument.
 */
export const sweepScript = (folder: string) => `least=$1; quiet=$2; shift 2
${findEarlier(folder)}
[ "$(echo "$entries" | wc -l)" -ge "$least" ] || exit 0
if [ "$quiet" -gt 0 ]; then
  mark=$(mktemp) && touch -d "@$(($(date +%s) - quiet))" "$mark" || exit 0
  written=$(find .. -newer "$mark" | head -n 1); rm -f "$mark"
  [ -z "$written" ] || exit 0
fi
echo "$entries" | while read -r entry; do
  digest=\${entry##*/}; manifests=\${entry%%/_manifests/*}/_manifests
  rm -rf "$entry" "$manifests/revisions/sha256/$digest"
  echo "$digest"
done
registry garbage-collect /etc/docker/registry/config.yml >/dev/null 2>&1`

const longestMs = 60_000

interface CountOptions {
  readonly docker: Pick<Docker, 'exec'>
  /** Recorded images are kept. */
  readonly images: RdeConfig['images']
}

interface SweepOptions extends CountOptions {
  /** Removes nothing if there are fewer; 1 unless given. */
  readonly atLeast?: number
  /** Removes nothing if anything was written within so many seconds; not checked unless given. */
  readonly quietFor?: number
}

/**
 * Removes what earlier builds and imports left in the cluster's registry, except for images in config.json. Nothing may
 * be pushed meanwhile, and the registry, which caches layers, must be stopped afterwards. Resolves with the number of
 * removed images.
 */
export async function sweepRegistry(
  container: string,
  {docker, images, atLeast = 1, quietFor = 0}: SweepOptions,
): Promise<number> {
  const args = [String(atLeast), String(quietFor), ...hexOf(images)]
  const printed = await docker.exec(container, ['sh', '-c', sweepScript(repositories), 'sh', ...args], longestMs)
  return new Set(printed.split('\n').filter((line) => line !== '')).size
}

/** How many images it would remove. */
export async function countEarlier(container: string, {docker, images}: CountOptions): Promise<number> {
  return Number(
    await docker.exec(container, ['sh', '-c', countScript(repositories), 'sh', ...hexOf(images)], longestMs),
  )
}

function hexOf(images: RdeConfig['images']): string[] {
  return images.map(({digest}) => digest.replace('sha256:', ''))
}
