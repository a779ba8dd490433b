import {createServer} from 'node:http'

import pg from 'pg'

// PGHOST, PGUSER, PGPASSWORD and PGDATABASE come from the Secret of the database.
const database = new pg.Pool()

const routes = {
  'GET /healthz': async () => (await database.query('select 1')).rowCount,
  'GET /orders': async () => (await database.query('select id, item from orders order by id')).rows,
  'POST /orders': async (body) =>
    (await database.query('insert into orders (item) values ($1) returning id, item', [body.item])).rows[0],
}

const server = createServer(async (request, response) => {
  const answer = routes[`${request.method} ${request.url}`]
  const reply = (status, body) => {
    response.writeHead(status, {'content-type': 'application/json'})
    response.end(`${JSON.stringify(body)}\n`)
  }
  if (answer === undefined) return reply(404, {error: 'not found'})
  try {
    let text = ''
    for await (const chunk of request) text += chunk
    reply(200, await answer(text === '' ? {} : JSON.parse(text)))
  } catch (error) {
    reply(500, {error: error.message})
  }
})

await database.query('create table if not exists orders (id serial primary key, item text not null)')
server.listen(8080)
process.once('SIGTERM', () => {
  server.close()
  return database.end()
})
