/** A first workflow file: two steps, a parameter and an output. `schema` is where editors find the schema. */
export function firstFile({name, schema}: {readonly name: string; readonly schema: string}): string {
  return `# yaml-language-server: $schema=${schema}
#
#   rde workflow run ${name}.yaml --on host          without a cluster
#   rde workflow run ${name}.yaml -p name=Ada        on the cluster
apiVersion: v1
name: ${name}
description: Greets somebody and counts the letters of the greeting.

parameters:
  name:
    description: Who is greeted.
    default: world

steps:
  - name: greet
    image: alpine:3.16
    env:
      NAME: !Parameter name
    input:
      - set -e
      - command -v curl >/dev/null || apk add --quiet --no-cache curl
      - greeting="Hello, $NAME!"
      - echo "$greeting"
      - echo "url = $METADATA_API_URL/outputs/greeting" | curl -fsS -K - -X PUT -H 'Content-Type:text/plain' --data "$greeting"

  # Runs after greet, since it uses its output.
  - name: count
    image: alpine:3.16
    env:
      GREETING: \${outputs.greet.greeting}
    input:
      - echo "\${#GREETING} characters"
`
}
