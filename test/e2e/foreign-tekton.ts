import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'

import {docker} from './docker.js'
import type {ExistingCluster} from './existing-cluster.js'

const inStack = 'ghcr.io/tektoncd/github.com/tektoncd/pipeline/cmd'
const programs = ['controller', 'webhook', 'entrypoint', 'nop', 'workingdirinit']
const version = 'v0.36.0'

interface Source {
  /** The folder for `--stack`, with the manifest of the Tekton of rde. */
  readonly stack: string
  /** The folder for the applied manifest. */
  readonly folder: string
  /** The version that it reports. */
  readonly claims: string
}

/** Installs a Tekton as another team would: with its own images and labels, and its own kubectl. */
export function installForeignTekton({kubectl, registry}: ExistingCluster, {stack, folder, claims}: Source): void {
  for (const program of programs) {
    const name = `${registry.push}/theirs/${program}:${version}`
    docker('tag', `${inStack}/${program}:${version}`, name)
    docker('push', name)
    docker('image', 'rm', name)
  }
  const file = join(folder, 'foreign-tekton.yaml')
  const documents = readFileSync(join(stack, 'tekton-0.36.0.yaml'), 'utf8').split(/^---$/m)
  const kept = documents.filter((text) => !/^kind: (PodSecurityPolicy|HorizontalPodAutoscaler)$/m.test(text))
  const named = kept.map((text) =>
    text
      .replaceAll(
        /gcr\.io\/tekton-releases\/github\.com\/tektoncd\/pipeline\/cmd\/(\w+):/g,
        `${registry.pull}/theirs/$1:`,
      )
      .replaceAll(`/version: "${version}"`, `/version: "${claims}"`)
      .replaceAll(`tekton.dev/release: "${version}"`, `tekton.dev/release: "${claims}"`),
  )
  writeFileSync(file, named.join('---'))
  kubectl('apply', '--filename', file)
  const home = ['--namespace', 'tekton-pipelines']
  for (const program of ['controller', 'webhook'])
    kubectl('rollout', 'status', `deployment/tekton-pipelines-${program}`, ...home, '--timeout=240s')
}
