# In place of postgres:17.
FROM localhost/jeton-test-debian
RUN apt-get update \
 && apt-get install -y --no-install-recommends postgresql \
 && rm -rf /var/lib/apt/lists/* /var/lib/postgresql/15
COPY postgres.sh /usr/local/bin/
ENV PGDATA=/var/lib/postgresql/data
RUN install -d -o postgres -g postgres -m 0700 $PGDATA
USER postgres
VOLUME /var/lib/postgresql/data
STOPSIGNAL SIGINT
CMD ["sh", "/usr/local/bin/postgres.sh"]
