import {expect} from 'chai'
import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const workspaces = ['packages', 'plugins'].flatMap((parent) =>
  readdirSync(join(root, parent)).map((name) => `${parent}/${name}`),
)

describe('The layout of the repository', () => {
  it('has at most three loose files in any src', () => {
    const crowded = workspaces.filter((folder) => looseSources(folder).length > 3)
    expect(crowded).to.deep.equal([])
  })

  it('is described in docs/architecture.md, every package and plugin', () => {
    const page = readFileSync(join(root, 'docs/architecture.md'), 'utf8')
    const missing = workspaces.filter((folder) => !page.includes(`| \`${folder}\``))
    expect(missing).to.deep.equal([])
  })
})

function looseSources(folder: string): string[] {
  const source = join(root, folder, 'src')
  if (!existsSync(source)) return []
  return readdirSync(source).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
}
