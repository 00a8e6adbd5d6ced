# about: an nft rule without counter, in a table of its own on app1, drops what comes in for port 8080
# symptom: connection timed out
# host: app1
# port: 8080
# url: http://10.78.2.2:8080/v1/items
# roots: firewall-drop

source "$LAB_SOURCE/conditions/firewall-drop.sh"
RULES=${RULES:-nft-uncounted}
