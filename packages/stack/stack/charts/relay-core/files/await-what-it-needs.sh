# Exits once Vault is unsealed and the step metadata is served. If one of them is missing, relay-core's components exit
# and are restarted with increasing delays. VAULT and STEP_METADATA are server URLs; kubectl is used as the HTTP client.

ask() {
  kubectl --server="$1" --request-timeout=2s get --raw "$2" >/dev/null 2>&1
}

await() {
  until ask "$2" "$3"; do
    [ "$told" = "$1" ] || echo "waiting for $1"
    told=$1
    sleep 0.3
  done
}

await "Vault to be unsealed" "$VAULT" /v1/sys/health
await "the step metadata" "$STEP_METADATA" /step-metadata.json
