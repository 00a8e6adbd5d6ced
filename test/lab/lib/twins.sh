# Degraded twins: the same host, but a tool is gone. (Logins with fewer rights are in every host: faultline, plain.)

hide_ss() { on "$1" '[ ! -e /usr/bin/ss ] || { mkdir -p -m 700 /root/.hidden; mv /usr/bin/ss /root/.hidden/ss; }'; }
show_ss() { on "$1" '[ ! -e /root/.hidden/ss ] || { mv /root/.hidden/ss /usr/bin/ss; rmdir /root/.hidden; }'; }
