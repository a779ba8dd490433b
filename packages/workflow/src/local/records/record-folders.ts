import {readdir} from 'node:fs/promises'
import {join} from 'node:path'

import type {LocalRunName} from '../local-reference.js'

/** `ROOT/WORKFLOW/NUMBER` */
export function folderOf(root: string, {workflow, number}: LocalRunName): string {
  return join(workflowFolder(root, workflow), String(number))
}

/** The numbers of a workflow's recorded runs, in no particular order. */
export async function recordNumbers(root: string, workflow: string): Promise<number[]> {
  const names = await readdir(workflowFolder(root, workflow)).catch(absentIsEmpty)
  return names.filter((name) => /^[1-9]\d*$/.test(name)).map(Number)
}

/** The workflows that have records. */
export async function recordedWorkflows(root: string): Promise<string[]> {
  return (await readdir(root).catch(absentIsEmpty)).map((name) => decodeURIComponent(name.replace(/^%2E/, '.'))).sort()
}

function absentIsEmpty(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT') return []
  throw error
}

/** Escapes a leading dot: the name `..` would lead to another folder. */
function workflowFolder(root: string, workflow: string): string {
  return join(root, encodeURIComponent(workflow).replace(/^\./, '%2E'))
}
