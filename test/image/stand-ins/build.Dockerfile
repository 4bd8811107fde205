# In place of node:22-bookworm, which has a compiler. The registry and the certificate authorities
# are those of the machine.
FROM localhost/jeton-test-run
RUN apt-get update \
 && apt-get install -y --no-install-recommends python3 make g++ \
 && rm -rf /var/lib/apt/lists/*
COPY npmrc /usr/local/etc/npmrc
COPY authorities.crt /etc/ssl/certs/ca-certificates.crt
ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt
