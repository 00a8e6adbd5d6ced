# Sources every part of the lab.
for part in paths fabric hosts tls disk load config conditions; do
  source "$(dirname "${BASH_SOURCE[0]}")/$part.sh"
done
