import {render} from 'preact'

import type {RunReport} from '../src/api.js'
import {Page} from './page.js'
import {Report} from './views/report.js'

const embedded = document.getElementById('report')
const page = document.getElementById('page')!
if (embedded === null) render(<Page />, page)
else render(<Report report={JSON.parse(embedded.textContent ?? '') as RunReport} />, page)
