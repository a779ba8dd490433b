import {createHash} from 'node:crypto'

import {until} from './until.js'

const digestOf = (bytes: string) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`

/** Pushes an index of two platforms to a registry on this machine, as `/<name>:1`. */
export async function publishTwoPlatforms(port: string, name: string, content: string): Promise<void> {
  const url = `http://127.0.0.1:${port}/v2/${name}`
  // Docker accepts connections as soon as the container runs, before the registry answers.
  const answers = () =>
    fetch(`http://127.0.0.1:${port}/v2/`).then(
      ({ok}) => ok,
      () => false,
    )
  await until('the registry to answer', answers)
  const blob = async (mediaType: string, bytes: string) => {
    const begun = await fetch(`${url}/blobs/uploads/`, {method: 'POST'})
    const location = new URL(begun.headers.get('location')!, url)
    location.searchParams.set('digest', digestOf(bytes))
    const headers = {'content-type': 'application/octet-stream'}
    await expectCreated(fetch(location, {method: 'PUT', body: bytes, headers}))
    return {mediaType: `application/vnd.oci.image.${mediaType}`, digest: digestOf(bytes), size: bytes.length}
  }
  const put = async (tag: string, kind: string, fields: object) => {
    const mediaType = `application/vnd.oci.image.${kind}.v1+json`
    const body = JSON.stringify({schemaVersion: 2, mediaType, ...fields})
    await expectCreated(fetch(`${url}/manifests/${tag}`, {method: 'PUT', body, headers: {'content-type': mediaType}}))
    return {mediaType, digest: digestOf(body), size: body.length}
  }
  const variant = async (architecture: string) => {
    const layer = archive(`${architecture} ${content}`)
    const rootfs = {type: 'layers', diff_ids: [digestOf(layer)]}
    const config = await blob('config.v1+json', JSON.stringify({architecture, os: 'linux', config: {}, rootfs}))
    const layers = [await blob('layer.v1.tar', layer)]
    return {...(await put(architecture, 'manifest', {config, layers})), platform: {os: 'linux', architecture}}
  }
  await put('1', 'index', {manifests: [await variant('amd64'), await variant('arm64')]})
}

async function expectCreated(answer: Promise<Response>): Promise<void> {
  const {status, url} = await answer
  if (status !== 201) throw new Error(`${url} answered ${status}`)
}

/** A tar archive of one file. */
function archive(content: string): string {
  const octal = (value: number, width: number) => `${value.toString(8).padStart(width - 1, '0')}\0`
  const fields = (sum: string) =>
    `${'content'.padEnd(100, '\0')}${octal(0o644, 8)}${octal(0, 8)}${octal(0, 8)}${octal(content.length, 12)}${octal(0, 12)}${sum}0`
  const sum = [...fields(' '.repeat(8))].reduce((total, character) => total + character.charCodeAt(0), 0)
  const header = fields(`${octal(sum, 7)} `).padEnd(512, '\0')
  return header + content.padEnd(Math.ceil(content.length / 512) * 512, '\0') + '\0'.repeat(1024)
}
