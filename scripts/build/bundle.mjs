import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import {dirname, join} from 'node:path'

import {build} from 'esbuild'

/** oclif's own plugins, bundled like ours: one package to load at start, one manifest. */
const oclifPlugins = ['plugin-help', 'plugin-plugins']

/** Optional packages of oclif's dependencies that rde does not use. */
const optional = ['ts-node', 'typescript', 'tsx', 'npm', 'yarn']

/**
 * Bundles rde from its sources into `out`, a publishable package: the commands of all plugins, their contributions, and
 * the files that are read at run time. Resolves with the bundled sources, as paths relative to the current folder.
 */
export async function bundle(root, out) {
  const plugins = pluginFolders(root)
  const [{start, onDemand, inputs}, page] = await Promise.all([bundleStart(root, out), bundlePage(root, out)])
  const {outputFiles, metafile} = await build({
    ...common,
    entryPoints: {...entryPoints(root, plugins), ...onDemand},
    outdir: out,
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    external: optional,
  })
  const built = [...start, ...outputFiles.map(withCommonJs), ...page]
  for (const {path, contents} of built) writeIfChanged(path, contents)
  // The files in bin are CommonJS.
  writeIfChanged(join(out, 'bin/package.json'), `${JSON.stringify({type: 'commonjs'})}\n`)
  prune(out, new Set(built.map(({path}) => path)))
  for (const [from, to] of assets(root)) copyIfChanged(from, join(out, to))
  chmodSync(join(out, 'bin/run.js'), 0o755)
  writeIfChanged(join(out, 'package.json'), `${JSON.stringify(manifestOf(root, plugins), undefined, 2)}\n`)
  return [...new Set([...inputs, ...Object.keys(metafile.inputs)])]
}

const common = {
  write: false,
  metafile: true,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  mainFields: ['module', 'main'],
  // Keeps names of classes and functions: they identify errors and make stack traces readable.
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'none',
  logLevel: 'silent',
}

/**
 * Bundles what every call of rde loads, including passthroughs of kubectl and helm: a single file next to the bin,
 * since each file costs a millisecond, and CommonJS, since the loader of ES modules costs five. Its dynamic imports
 * become entry points of the main bundle, in the same folder.
 */
async function bundleStart(root, out) {
  const onDemand = {}
  const leaveOut = {
    name: 'leave-out-dynamic-imports',
    setup({onResolve, resolve}) {
      onResolve({filter: /./}, async ({path, kind, pluginData, ...rest}) => {
        if (kind !== 'dynamic-import' || pluginData === 'ours') return undefined
        const name = path.replace(/.*\//, '').replace(/\.js$/, '')
        onDemand[name] = (await resolve(path, {...rest, kind, pluginData: 'ours'})).path
        return {path: `./${name}.js`, external: true}
      })
    },
  }
  const cli = join(root, 'packages/cli')
  const start = {...common, format: 'cjs', outdir: out}
  const [bin, main] = await Promise.all([
    // The oldest Node that must still print that it is too old.
    build({...start, entryPoints: {'bin/run': join(cli, 'bin/run.js')}, external: ['../main.cjs'], target: 'node12'}),
    build({
      ...start,
      entryPoints: {main: join(cli, 'src/main.ts')},
      outExtension: {'.js': '.cjs'},
      plugins: [leaveOut],
      define: {'import.meta.url': 'rdeModuleUrl'},
      banner: {js: "const rdeModuleUrl = require('node:url').pathToFileURL(__filename).href"},
    }),
  ])
  const inputs = [bin, main].flatMap(({metafile}) => Object.keys(metafile.inputs))
  return {start: [...bin.outputFiles, ...main.outputFiles], onDemand, inputs}
}

/** Bundles the page of `rde ui`. */
async function bundlePage(root, out) {
  const {outputFiles} = await build({
    entryPoints: [
      {in: join(root, 'plugins/ui/page/main.tsx'), out: 'page'},
      {in: join(root, 'plugins/ui/page/style.css'), out: 'page'},
    ],
    outdir: join(out, 'page'),
    write: false,
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: ['es2022', 'chrome111', 'firefox114', 'safari16.4'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    minify: true,
    legalComments: 'none',
    logLevel: 'silent',
  })
  return outputFiles
}

/** Defines the globals that CommonJS dependencies use, only in files that need them: costs 0.2 ms per loaded file. */
function withCommonJs({path, text}) {
  const contents = /\b(require|__filename|__dirname)\b/.test(text) ? `${commonJs}\n${text}` : text
  return {path, contents}
}

const commonJs = `import {createRequire as rdeCreateRequire} from 'node:module'
import {fileURLToPath as rdeFileUrlToPath} from 'node:url'
const require = rdeCreateRequire(import.meta.url), __filename = rdeFileUrlToPath(import.meta.url), __dirname = rdeFileUrlToPath(new URL('.', import.meta.url))`

function pluginFolders(root) {
  const ours = readdirSync(join(root, 'plugins')).map((name) => join(root, 'plugins', name))
  return ours.filter((folder) => existsSync(join(folder, 'package.json')))
}

/** Name in the bundle → source. */
function entryPoints(root, plugins) {
  const cli = join(root, 'packages/cli/src')
  const theirs = oclifPlugins.map((name) => join(root, 'node_modules/@oclif', name, 'lib'))
  return Object.fromEntries([
    ['help', join(cli, 'help.ts')],
    ['hooks/command-not-found', join(cli, 'hooks/command-not-found.ts')],
    ['hooks/require-npm', join(cli, 'hooks/require-npm.ts')],
    ['hooks/offer-extensions', join(cli, 'hooks/offer-extensions.ts')],
    ['stand-in-curl', join(root, 'packages/workflow/src/local/host/stand-in-curl.ts')],
    ...contributions(plugins),
    // Ours last: some of our commands extend and replace those of oclif.
    ...[...theirs, cli, ...plugins.map((folder) => join(folder, 'src'))].flatMap(commands),
  ])
}

function contributions(plugins) {
  return plugins
    .map((folder) => [`contribute/${folder.split('/').at(-1)}`, join(folder, 'src/contribute.ts')])
    .filter(([, source]) => existsSync(source))
}

function commands(sources) {
  const folder = join(sources, 'commands')
  if (!existsSync(folder)) return []
  return readdirSync(folder, {recursive: true})
    .map(String)
    .filter((name) => /^(?!.*\.(test|d)\.ts$).*\.(ts|js)$/.test(name))
    .map((name) => [`commands/${name.replace(/\.[jt]s$/, '')}`, join(folder, name)])
}

function assets(root) {
  return [
    [join(root, 'packages/config/no-cluster.kubeconfig.yaml'), 'no-cluster.kubeconfig.yaml'],
    [join(root, 'packages/stack/stack'), 'stack'],
    [join(root, 'packages/cli/skeleton'), 'skeleton'],
    [join(root, 'packages/plugin-kit/types/index.d.ts'), 'types/index.d.ts'],
    [join(root, 'plugins/ui/page/index.html'), 'page/index.html'],
  ]
}

function manifestOf(root, plugins) {
  const {name, version, license, type, description, engines, bin, oclif} = readJson(join(root, 'packages/cli'))
  const topics = Object.assign({}, ...plugins.map((folder) => readJson(folder).oclif?.topics ?? {}))
  const hooks = {
    command_not_found: './hooks/command-not-found',
    prerun: './hooks/offer-extensions',
    'rde:contribute': contributions(plugins).map(([entry]) => `./${entry}`),
    'plugins:preinstall': './hooks/require-npm',
  }
  const found = {commands: './commands', helpClass: './help', hooks, topics: {...oclif.topics, ...topics}}
  return {name, version, license, type, description, engines, bin, oclif: {...oclif, ...found}}
}

/** Removes files that are no longer built, except chunks of the last day: a running rde may still load them. */
function prune(out, built) {
  const dayAgo = Date.now() - 86_400_000
  for (const folder of ['commands', 'contribute', 'hooks', 'chunks']) {
    const names = readdirSync(join(out, folder), {recursive: true}).map(String)
    for (const path of names.filter((name) => name.endsWith('.js')).map((name) => join(out, folder, name)))
      if (!built.has(path) && (folder !== 'chunks' || statSync(path).mtimeMs < dayAgo)) rmSync(path)
  }
}

function readJson(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
}

/** Copies a file, or everything in a folder. */
function copyIfChanged(from, to) {
  if (!statSync(from).isDirectory()) return writeIfChanged(to, readFileSync(from))
  for (const name of readdirSync(from)) copyIfChanged(join(from, name), join(to, name))
}

/** A running rde can continue with its build: files are replaced atomically, and chunk names contain a hash. */
function writeIfChanged(path, contents) {
  const bytes = Buffer.from(contents)
  if (existsSync(path) && readFileSync(path).equals(bytes)) return
  mkdirSync(dirname(path), {recursive: true})
  const own = `${path}.${process.pid}`
  writeFileSync(own, bytes)
  renameSync(own, path)
}
