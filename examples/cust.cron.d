# /etc/cron.d/cust: for a desk that a team shares, run as one login of its group (here: desk).
#
# It is made by `cust-log init --desk /srv/desk --group GROUP`.  The sixth field is the login.
PATH=/usr/local/bin:/usr/bin:/bin
SHELL=/bin/sh
CUST_DESK=/srv/desk

*/5 * * * *  desk  cust-followup remind --deliver --format=table
0 8 * * 1-5  desk  /usr/local/share/cust/morning.sh
0 3 * * 0    desk  cust-log verify
