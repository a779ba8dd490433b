import {chmodSync, chownSync, mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'

import {asRoot, configure, runOfMissingProcess, makeTestFolder, nobody, type Trouble} from './plant.js'

/** Files of rde, and leftovers of runs. */
export const fileTroubles: readonly Trouble[] = [
  {
    name: 'config.json has a setting that does not exist',
    plant: (cli) => cli.write('config.json', '{"version": 1, "cluster": {"agent": 1}}'),
    code: 'RDE_CONFIG_INVALID',
    says: /agent/,
    remedy: /^rde config edit$/,
  },
  {
    name: 'config.json is truncated, and there is a backup',
    plant(cli) {
      cli.write('config.json', '{"version": 1, "clus')
      cli.write('config.json.bak', '{"version": 1}')
    },
    code: 'RDE_CONFIG_INVALID',
    says: /a problem/,
    remedy: /^cp .*config\.json\.bak .*config\.json$/,
  },
  {
    name: 'config.json is from a newer rde',
    plant: (cli) => cli.write('config.json', '{"version": 2}'),
    code: 'RDE_CONFIG_TOO_NEW',
    says: /A newer rde wrote it/,
    remedy: /^rde version$/,
  },
  {
    name: 'others can read the kubeconfig',
    plant(cli) {
      cli.write('kubeconfig.yaml', 'token: x\n')
      chmodSync(join(cli.folder, 'kubeconfig.yaml'), 0o644)
    },
    code: 'RDE_FILES_OWNER',
    says: /Other users can read files with secrets: .*kubeconfig\.yaml/,
    remedy: /^chmod -R go= /,
    mended: true,
  },
  {
    name: 'another user owns a file of rde',
    unless: asRoot,
    async plant(cli) {
      await configure(cli, {})
      chownSync(join(cli.folder, 'config.json'), nobody, nobody)
    },
    code: 'RDE_FILES_OWNER',
    says: /^Another user owns .*config\.json\.$/,
    remedy: /^sudo chown -R /,
  },
  {
    name: 'another user owns the cache',
    unless: asRoot,
    plant: (cli) => chownSync(makeTestFolder(cli, '.cache/rde'), nobody, nobody),
    code: 'RDE_FILES_OWNER',
    says: /^Another user owns .*\.cache\/rde/,
    remedy: /^sudo chown -R /,
  },
  {
    name: 'the cache is a file',
    plant(cli) {
      const file = join(cli.home, 'cache')
      writeFileSync(file, '')
      return {RDE_CACHE_DIR: file}
    },
    code: 'RDE_FILE_UNWRITABLE',
    says: /cache is not a folder/,
    remedy: /^mv /,
  },
  {
    name: 'the temporary folder does not exist',
    plant: (cli) => ({TMPDIR: join(cli.home, 'missing')}),
    code: 'RDE_TEMPORARY_FOLDER',
    says: /does not exist/,
    remedy: /^unset TMPDIR$/,
  },
  {
    name: 'a run without a cluster was killed',
    plant(cli) {
      const temporary = makeTestFolder(cli, 'tmp')
      mkdirSync(join(temporary, runOfMissingProcess))
      return {TMPDIR: temporary}
    },
    code: 'RDE_LEFTOVERS',
    says: /was killed and left .*rde-run-/,
    remedy: /^rde doctor --fix$/,
    mended: true,
  },
]
