# Creates the token Secrets of the service accounts of runs and triggers. relay-core waits for them, but Kubernetes no
# longer creates them. Must work in any POSIX sh: the node image has BusyBox. Skips accounts in SYSTEM_NAMESPACE.

watch_accounts() {
  # Lists all accounts first, then watches. The API server closes the watch after 30 minutes or more. Do not add
  # --request-timeout: kubectl would no longer use the pod's service account.
  kubectl get serviceaccounts --all-namespaces --watch --output=go-template='{{.metadata.namespace}} {{.metadata.name}} {{if .secrets}}told{{else}}bare{{end}}{{"\n"}}'
}

create_secret() {
  printf '{"apiVersion":"v1","kind":"Secret","type":"kubernetes.io/service-account-token","metadata":{"namespace":"%s","name":"%s-token","annotations":{"kubernetes.io/service-account.name":"%s"}}}' "$1" "$2" "$2" |
    kubectl create --validate=false --filename=- 2>&1
}

# Sets exactly one entry: with two, relay-core's operator never finishes.
name_secret() {
  kubectl patch serviceaccount "$2" --namespace="$1" --type=merge --patch="{\"secrets\":[{\"name\":\"$2-token\"}]}" 2>&1
}

give_token() {
  for attempt in 1 2 3 4 5; do
    said=$(create_secret "$1" "$2")
    case "$said" in
      *created* | *AlreadyExists*) said=$(name_secret "$1" "$2") && echo "$1/$2: has a token" && return ;;
    esac
    case "$said" in *NotFound*) break ;; esac
    sleep 1
  done
  echo "$1/$2: $said"
}

while true; do
  watch_accounts | while read -r namespace name state; do
    case "$state $namespace $name" in
      "bare $SYSTEM_NAMESPACE "*) ;;
      "bare "*-metadata-api) give_token "$namespace" "$name" ;;
    esac
  done
  sleep 1
done
