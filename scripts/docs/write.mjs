// npm run docs: regenerates docs/reference.
import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'

import {folder, pages} from './pages.mjs'

mkdirSync(folder, {recursive: true})
for (const [name, text] of Object.entries(await pages())) writeFileSync(join(folder, name), text)
