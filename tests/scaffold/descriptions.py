"""Descriptions to write plugins from: a plain one, and one with everything that is odd."""

PLAIN = """
openapi: 3.0.3
info: {title: Acme Vans, version: "1"}
servers: [{url: "https://api.acme.example/v1"}, {url: "https://test.acme.example/v1"}]
security: [{key: []}]
paths:
  /pickups:
    post:
      operationId: createPickup
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/NewPickup'}}}
      responses: {"201": {$ref: '#/components/responses/Pickup'}}
    get:
      operationId: listPickups
      summary: List pickups
      parameters: [{name: page, in: query, schema: {type: integer}}]
      responses:
        "200":
          description: a page
          content:
            application/json:
              schema:
                type: object
                properties:
                  pickups: {type: array, items: {$ref: '#/components/schemas/Pickup'}}
                  pages: {type: integer}
  /pickups/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get:
      operationId: getPickup
      responses: {"200": {$ref: '#/components/responses/Pickup'}}
    delete:
      operationId: cancelPickup
      responses: {"204": {description: cancelled}}
  /depots:
    get:
      operationId: listDepots
      summary: List the depots
      responses:
        "200":
          description: all
          content:
            application/json:
              schema: {type: array, items: {$ref: '#/components/schemas/Depot'}}
components:
  securitySchemes: {key: {type: apiKey, in: header, name: X-Acme-Key}}
  responses:
    Pickup:
      description: a pickup
      content: {application/json: {schema: {$ref: '#/components/schemas/Pickup'}}}
  schemas:
    NewPickup:
      type: object
      required: [contact, street, zip, city, country, from, until]
      properties:
        contact: {type: string}
        street: {type: string}
        zip: {type: string}
        city: {type: string}
        country: {type: string}
        from: {type: string}
        until: {type: string}
        reference: {type: string}
    Pickup:
      type: object
      required: [id, state]
      properties:
        id: {type: string}
        state: {type: string, enum: [planned, cancelled]}
        from: {type: string, format: date-time}
        until: {type: string, format: date-time, example: "2031-05-12T15:00:00Z"}
        reference: {type: string, nullable: true}
    Depot: {type: object, properties: {name: {type: string}}}
"""

NUMBERED = PLAIN.replace(
    "in: path, required: true, schema: {type: string}",
    "in: path, required: true, schema: {type: integer}",
)
"""The same, whose ids are numbers in the path, and text in the answers."""

ODD = r"""
openapi: 3.1.0
info: {title: Odd, version: "1"}
servers: [{url: "https://{region}.odd.example/v1", variables: {region: {default: eu}}}]
paths:
  /v1/pickups:
    post:
      requestBody: {content: {application/json: {schema: {type: object}}}}
      responses: {"201": {$ref: '#/components/responses/It'}}
  /v2/{tenant}/pickup-requests:
    parameters: [{name: tenant, in: path, required: true, schema: {type: string}}]
    post:
      operationId: class
      parameters: [{name: X-Version, in: header, required: true, schema: {type: integer}}]
      requestBody:
        content:
          application/json:
            schema: {type: object, properties: {from: {type: string}}}
      responses: {"201": {$ref: '#/components/responses/It'}}
    get:
      operationId: import
      responses:
        "200":
          description: two lists
          content:
            application/json:
              schema:
                type: object
                properties:
                  a: {type: array, items: {$ref: '#/components/schemas/It'}}
                  b: {type: array, items: {$ref: '#/components/schemas/It'}}
  /v2/{tenant}/pickup-requests/cancel:
    parameters: [{name: tenant, in: path, required: true, schema: {type: string}}]
    put:
      requestBody:
        required: true
        content: {application/json: {schema: {type: object, properties: {id: {type: string}}}}}
      responses: {"200": {$ref: '#/components/responses/It'}}
  /booked/{ref}:
    parameters: [{name: ref, in: path, required: true, schema: {type: string}}]
    get:
      operationId: getPickup
      responses: {"200": {$ref: '#/components/responses/It'}}
  /elsewhere/pickups:
    servers: [{url: "https://other.odd.example"}]
    get: {responses: {"200": {description: nothing}}}
  /words:
    get: {operationId: api, summary: 'Say "it" \N{x}', responses: {"200": {description: ok}}}
    put: {operationId: models, responses: {"200": {description: ok}}}
components:
  responses:
    It:
      description: it
      content: {application/json: {schema: {$ref: '#/components/schemas/It'}}}
  schemas:
    It:
      type: object
      properties:
        id: {type: integer}
        class: {type: string}
        parts: {type: array, items: {$ref: '#/components/schemas/It'}}
"""

WRITTEN = {
    "to_wire": """
    address, asked = request.address, request.windows[0]
    return models.NewPickup(
        contact=address.name or "",
        street=address.line1 or "",
        zip_=address.postal_code or "",
        city=address.city or "",
        country=address.country or "",
        from_=asked.start.isoformat(),
        until=asked.end.isoformat() if asked.end else "",
        reference=UNSET if request.reference is None else request.reference,
    )
""",
    "to_pickup": """
    state = text(answer.state)
    return Pickup(
        provider=account.provider,
        account=account.name,
        id=demand(answer.id, "id"),
        status=_STATES.get(state or "", PickupStatus.UNKNOWN),
        raw_status=state,
        requested=window(answer.from_, answer.until),
        reference=text(answer.reference),
        raw=answer.raw,
    )
""",
}
"""What the author of a plugin from `PLAIN` writes."""

NEEDED = """
from pickupkit.plugin import UNSET, PickupStatus, demand, text, window
_STATES = {"planned": PickupStatus.CONFIRMED, "cancelled": PickupStatus.CANCELLED}
"""
