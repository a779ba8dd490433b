import {failedDownloads, isFailedDownload} from './stack-errors.js'

/** Waits for all of them: whoever is offline is told of every address at once. Any other failure comes first. */
export async function allDownloads<Result>(downloads: ReadonlyArray<Promise<Result>>): Promise<Result[]> {
  const ends = await Promise.allSettled(downloads)
  const reasons = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []))
  const other = reasons.find((reason) => !isFailedDownload(reason))
  if (other !== undefined) throw other
  if (reasons.length > 0) throw failedDownloads(reasons.filter(isFailedDownload))
  return ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []))
}
