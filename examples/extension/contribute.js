// @ts-check

import {databaseAnswers} from './checks/database-answers.js'

/** @type {import('@rde/extension').Component} */
const postgres = {
  title: 'Orders database',
  version: '16.4',
  sources: [{type: 'manifest', path: 'manifests/postgres.yaml'}],
}

/** @type {import('@rde/extension').Component} */
const api = {
  title: 'Orders API',
  version: '1',
  after: ['orders-postgres'],
  sources: [{type: 'manifest', path: 'manifests/api.yaml'}],
}

/** The image that our developers build, with `rde services build orders-api` in the source folder. */
const orders = {
  local: 'orders-api:local',
  pullFrom: 'registry.example.com/team/orders-api:latest',
  build: {
    command: ['docker', 'build', '--tag', 'orders-api:build', 'api'],
    image: 'orders-api:build',
    needs: 'api/Dockerfile',
  },
}

/** @type {import('@rde/extension').ContributeHook} */
const contribute = async () => ({
  apiVersion: 1,
  components: {'orders-postgres': postgres, 'orders-api': api},
  services: {'orders-api': orders},
  settings: {
    type: 'object',
    properties: {
      user: {type: 'string', default: 'orders', description: 'Who owns the database.'},
      storage: {type: 'string', default: '1Gi', description: 'Size of the volume of the database.'},
      replicas: {type: 'integer', minimum: 0, maximum: 3, default: 1, description: 'Pods of the API.'},
    },
  },
  credentials: {database: 'The password of the database.'},
  checks: [databaseAnswers],
})

export default contribute
