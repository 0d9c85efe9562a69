/* Written by `npm run generate` from openapi.yaml. Do not edit. */

/** The fields of the Admin API's resources, as JSON Schema without references. */
export const fields = {
  "AdminProduct": {
    "id": {
      "type": "integer",
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "code": {
      "type": "string",
      "minLength": 1,
      "maxLength": 128
    },
    "name": {
      "type": "string"
    },
    "authorization_method": {
      "type": "string",
      "enum": [
        "license-key",
        "user"
      ]
    },
    "enabled": {
      "type": "boolean"
    },
    "archived": {
      "type": "boolean",
      "description": "Nothing new is activated; what is goes on."
    },
    "prevent_vm": {
      "type": "boolean",
      "description": "Tells applications not to run in a virtual machine."
    },
    "metadata": {
      "type": "object",
      "description": "Free JSON that the vendor keeps with the object.",
      "additionalProperties": true
    },
    "created_at": {
      "type": "string",
      "description": "ISO 8601 in UTC.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    },
    "updated_at": {
      "type": "string",
      "description": "ISO 8601 in UTC.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    }
  },
  "NewProduct": {
    "code": {
      "type": "string",
      "description": "Names it in the License API. Letters, digits, `-`, `_` and `.`; never changes.",
      "maxLength": 128,
      "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$"
    },
    "name": {
      "type": "string",
      "minLength": 1,
      "maxLength": 256
    },
    "authorization_method": {
      "type": "string",
      "enum": [
        "license-key",
        "user"
      ],
      "description": "Whether people sign in, or enter a license key."
    },
    "enabled": {
      "type": "boolean",
      "default": true,
      "description": "False when every call for the product is refused."
    },
    "prevent_vm": {
      "type": "boolean",
      "default": false,
      "description": "Tells applications not to run in a virtual machine."
    },
    "metadata": {
      "type": "object",
      "description": "Any JSON object of your own.",
      "additionalProperties": true,
      "default": {}
    }
  },
  "ProductChanges": {
    "name": {
      "type": "string",
      "minLength": 1,
      "maxLength": 256
    },
    "enabled": {
      "type": "boolean",
      "description": "False when every call for the product is refused."
    },
    "archived": {
      "type": "boolean",
      "description": "True when nothing new is activated; activated licenses stay active."
    },
    "prevent_vm": {
      "type": "boolean",
      "description": "Tells applications not to run in a virtual machine."
    },
    "metadata": {
      "type": "object",
      "description": "Any JSON object of your own.",
      "additionalProperties": true
    }
  },
  "AdminCustomer": {
    "id": {
      "type": "integer",
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "customer_account_id": {
      "type": [
        "integer",
        "null"
      ],
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "customer_account": {
      "type": [
        "string",
        "null"
      ],
      "description": "The code of the customer account."
    },
    "email": {
      "type": "string"
    },
    "company_name": {
      "type": "string"
    },
    "reference": {
      "type": "string"
    },
    "phone": {
      "type": "string"
    },
    "first_name": {
      "type": "string"
    },
    "last_name": {
      "type": "string"
    },
    "city": {
      "type": "string"
    },
    "postcode": {
      "type": "string"
    },
    "state": {
      "type": "string"
    },
    "country": {
      "type": "string"
    },
    "address": {
      "type": "string"
    },
    "metadata": {
      "type": "object",
      "description": "Free JSON that the vendor keeps with the object.",
      "additionalProperties": true
    },
    "created_at": {
      "type": "string",
      "description": "ISO 8601 in UTC.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    },
    "updated_at": {
      "type": "string",
      "description": "ISO 8601 in UTC.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    }
  },
  "NewCustomer": {
    "email": {
      "type": "string",
      "description": "An e-mail address, compared without regard to case. It is kept in lower case.",
      "maxLength": 320,
      "pattern": "^[^\\s@\\u0000-\\u001f]+@[^\\s@\\u0000-\\u001f]+$"
    },
    "customer_account_id": {
      "type": [
        "integer",
        "null"
      ],
      "default": null,
      "description": "The customer account whose people may use the licenses; null for none.",
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "company_name": {
      "type": "string",
      "default": "",
      "description": "The company.",
      "maxLength": 512
    },
    "reference": {
      "type": "string",
      "default": "",
      "description": "The number or name that you use for the customer elsewhere.",
      "maxLength": 512
    },
    "phone": {
      "type": "string",
      "default": "",
      "description": "Phone number of the contact person.",
      "maxLength": 512
    },
    "first_name": {
      "type": "string",
      "default": "",
      "description": "First name of the contact person.",
      "maxLength": 512
    },
    "last_name": {
      "type": "string",
      "default": "",
      "description": "Last name of the contact person.",
      "maxLength": 512
    },
    "city": {
      "type": "string",
      "default": "",
      "description": "City of the address.",
      "maxLength": 512
    },
    "postcode": {
      "type": "string",
      "default": "",
      "description": "Postcode of the address.",
      "maxLength": 512
    },
    "state": {
      "type": "string",
      "default": "",
      "description": "State of the address.",
      "maxLength": 512
    },
    "country": {
      "type": "string",
      "default": "",
      "description": "Country of the address.",
      "maxLength": 512
    },
    "address": {
      "type": "string",
      "default": "",
      "description": "Street and number.",
      "maxLength": 512
    },
    "metadata": {
      "type": "object",
      "description": "Any JSON object of your own.",
      "additionalProperties": true,
      "default": {}
    }
  },
  "CustomerChanges": {
    "email": {
      "type": "string",
      "description": "An e-mail address, compared without regard to case. It is kept in lower case.",
      "maxLength": 320,
      "pattern": "^[^\\s@\\u0000-\\u001f]+@[^\\s@\\u0000-\\u001f]+$"
    },
    "customer_account_id": {
      "type": [
        "integer",
        "null"
      ],
      "description": "The customer account whose people may use the licenses; null for none.",
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "company_name": {
      "type": "string",
      "maxLength": 512,
      "description": "The company."
    },
    "reference": {
      "type": "string",
      "maxLength": 512,
      "description": "The number or name that you use for the customer elsewhere."
    },
    "phone": {
      "type": "string",
      "maxLength": 512,
      "description": "Phone number of the contact person."
    },
    "first_name": {
      "type": "string",
      "maxLength": 512,
      "description": "First name of the contact person."
    },
    "last_name": {
      "type": "string",
      "maxLength": 512,
      "description": "Last name of the contact person."
    },
    "city": {
      "type": "string",
      "maxLength": 512,
      "description": "City of the address."
    },
    "postcode": {
      "type": "string",
      "maxLength": 512,
      "description": "Postcode of the address."
    },
    "state": {
      "type": "string",
      "maxLength": 512,
      "description": "State of the address."
    },
    "country": {
      "type": "string",
      "maxLength": 512,
      "description": "Country of the address."
    },
    "address": {
      "type": "string",
      "maxLength": 512,
      "description": "Street and number."
    },
    "metadata": {
      "type": "object",
      "description": "Any JSON object of your own.",
      "additionalProperties": true
    }
  },
  "AdminLicense": {
    "id": {
      "type": "integer",
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "product_id": {
      "type": "integer",
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "product_code": {
      "type": "string",
      "minLength": 1,
      "maxLength": 128
    },
    "customer_id": {
      "type": [
        "integer",
        "null"
      ],
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "customer_email": {
      "type": [
        "string",
        "null"
      ]
    },
    "customer_company_name": {
      "type": [
        "string",
        "null"
      ]
    },
    "order_store_id": {
      "type": "string",
      "description": "The order it belongs to; several licenses may."
    },
    "license_key": {
      "type": [
        "string",
        "null"
      ],
      "description": "On licenses of license-key products."
    },
    "license_type": {
      "type": "string",
      "enum": [
        "perpetual",
        "time-limited",
        "subscription"
      ]
    },
    "is_trial": {
      "type": "boolean"
    },
    "is_expired": {
      "type": "boolean",
      "description": "Past `valid_until` and, for a subscription, its grace."
    },
    "enabled": {
      "type": "boolean"
    },
    "valid_until": {
      "type": [
        "string",
        "null"
      ],
      "description": "ISO 8601 in UTC.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    },
    "maintenance_until": {
      "type": [
        "string",
        "null"
      ],
      "description": "ISO 8601 in UTC.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    },
    "grace_hours": {
      "type": "integer",
      "description": "Hours after `valid_until` in which a subscription goes on."
    },
    "max_activations": {
      "type": [
        "integer",
        "null"
      ],
      "description": "Devices at a time; null for no limit."
    },
    "times_activated": {
      "type": "integer",
      "description": "Devices bound now."
    },
    "max_transfers": {
      "type": "integer",
      "description": "0 for no limit."
    },
    "transfer_count": {
      "type": "integer"
    },
    "max_license_users": {
      "type": [
        "integer",
        "null"
      ],
      "description": "People who may be assigned; null for no limit."
    },
    "user_count": {
      "type": "integer",
      "description": "People who are assigned."
    },
    "users": {
      "type": "array",
      "description": "Who is assigned, by e-mail address. Not in lists.",
      "items": {
        "type": "object",
        "required": [
          "license_user_id",
          "email",
          "max_activations",
          "total_activations"
        ],
        "additionalProperties": false,
        "properties": {
          "license_user_id": {
            "type": "integer",
            "minimum": 1,
            "maximum": 9007199254740991
          },
          "email": {
            "type": "string"
          },
          "max_activations": {
            "type": [
              "integer",
              "null"
            ],
            "description": "Devices this person may bind; null for no limit."
          },
          "total_activations": {
            "type": "integer",
            "description": "Devices this person has bound."
          }
        }
      }
    },
    "custom_fields": {
      "type": "array",
      "items": {
        "type": "object",
        "required": [
          "name",
          "data_type",
          "value"
        ],
        "additionalProperties": false,
        "properties": {
          "name": {
            "type": "string",
            "maxLength": 128
          },
          "data_type": {
            "type": [
              "string",
              "null"
            ],
            "maxLength": 64
          },
          "value": {
            "type": "string",
            "maxLength": 1024
          }
        }
      }
    },
    "metadata": {
      "type": "object",
      "description": "Free JSON that the vendor keeps with the object.",
      "additionalProperties": true
    },
    "note": {
      "type": "string",
      "description": "For the vendor alone."
    },
    "created_at": {
      "type": "string",
      "description": "ISO 8601 in UTC.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    },
    "updated_at": {
      "type": "string",
      "description": "ISO 8601 in UTC.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    }
  },
  "AdminAssignment": {
    "license_user_id": {
      "type": "integer",
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "email": {
      "type": "string"
    },
    "max_activations": {
      "type": [
        "integer",
        "null"
      ],
      "description": "Devices this person may bind; null for no limit."
    },
    "total_activations": {
      "type": "integer",
      "description": "Devices this person has bound."
    }
  },
  "NewLicense": {
    "product_id": {
      "type": "integer",
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "license_key": {
      "type": "string",
      "description": "Only of license-key products. A new one where none is given.",
      "minLength": 8,
      "maxLength": 64,
      "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$"
    },
    "users": {
      "type": "array",
      "description": "Only of user products.",
      "maxItems": 100,
      "items": {
        "type": "object",
        "description": "A license user, named by `license_user_id` or by `email`.",
        "additionalProperties": false,
        "properties": {
          "license_user_id": {
            "type": "integer",
            "minimum": 1,
            "maximum": 9007199254740991
          },
          "email": {
            "type": "string",
            "description": "An e-mail address, compared without regard to case. It is kept in lower case.",
            "maxLength": 320,
            "pattern": "^[^\\s@\\u0000-\\u001f]+@[^\\s@\\u0000-\\u001f]+$"
          },
          "max_activations": {
            "type": [
              "integer",
              "null"
            ],
            "default": null,
            "description": "Devices this person may bind; null for no limit.",
            "minimum": 1,
            "maximum": 1000000000
          }
        }
      }
    },
    "create_users": {
      "type": "boolean",
      "default": false,
      "description": "Whether e-mail addresses that nobody has become license users, without a password."
    },
    "customer_id": {
      "type": [
        "integer",
        "null"
      ],
      "default": null,
      "description": "The customer that the license is issued to; null for none.",
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "order_store_id": {
      "type": "string",
      "description": "The order it belongs to. A new one where none is named.",
      "minLength": 1,
      "maxLength": 128
    },
    "license_type": {
      "type": "string",
      "enum": [
        "perpetual",
        "time-limited",
        "subscription"
      ],
      "default": "perpetual",
      "description": "How the license ends."
    },
    "is_trial": {
      "type": "boolean",
      "default": false,
      "description": "True for a trial."
    },
    "enabled": {
      "type": "boolean",
      "default": true,
      "description": "False when every use of the license is refused."
    },
    "valid_until": {
      "type": [
        "string",
        "null"
      ],
      "description": "End of the license: a time in UTC (ISO 8601); a day, which means its end in the time zone of the server; null for no end.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z)?$",
      "default": null
    },
    "maintenance_until": {
      "type": [
        "string",
        "null"
      ],
      "description": "End of free updates, in the same forms; null for no end.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z)?$",
      "default": null
    },
    "grace_hours": {
      "type": "integer",
      "default": 0,
      "description": "Hours for which a subscription stays valid after its end.",
      "minimum": 0,
      "maximum": 87600
    },
    "max_activations": {
      "type": [
        "integer",
        "null"
      ],
      "default": 1,
      "description": "Devices at a time; null for no limit.",
      "minimum": 1,
      "maximum": 1000000000
    },
    "max_transfers": {
      "type": "integer",
      "default": 0,
      "description": "How often the license may move to another device; 0 for no limit.",
      "minimum": 0,
      "maximum": 1000000000
    },
    "max_license_users": {
      "type": [
        "integer",
        "null"
      ],
      "default": null,
      "description": "Only of user products; null for no limit.",
      "minimum": 1,
      "maximum": 1000000000
    },
    "custom_fields": {
      "type": "array",
      "default": [],
      "description": "Fields of your own that applications get with the license.",
      "maxItems": 64,
      "items": {
        "type": "object",
        "required": [
          "name",
          "data_type",
          "value"
        ],
        "additionalProperties": false,
        "properties": {
          "name": {
            "type": "string",
            "maxLength": 128
          },
          "data_type": {
            "type": [
              "string",
              "null"
            ],
            "maxLength": 64
          },
          "value": {
            "type": "string",
            "maxLength": 1024
          }
        }
      }
    },
    "metadata": {
      "type": "object",
      "description": "Any JSON object of your own.",
      "additionalProperties": true,
      "default": {}
    },
    "note": {
      "type": "string",
      "default": "",
      "description": "A note for you alone.",
      "maxLength": 4096
    }
  },
  "LicenseChanges": {
    "customer_id": {
      "type": [
        "integer",
        "null"
      ],
      "description": "The customer that the license is issued to; null for none.",
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "order_store_id": {
      "type": "string",
      "description": "The order it belongs to.",
      "minLength": 1,
      "maxLength": 128
    },
    "license_type": {
      "type": "string",
      "enum": [
        "perpetual",
        "time-limited",
        "subscription"
      ],
      "description": "How the license ends."
    },
    "is_trial": {
      "type": "boolean",
      "description": "True for a trial."
    },
    "enabled": {
      "type": "boolean",
      "description": "False when every use of the license is refused."
    },
    "valid_until": {
      "type": [
        "string",
        "null"
      ],
      "description": "End of the license: a time in UTC (ISO 8601); a day, which means its end in the time zone of the server; null for no end.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z)?$"
    },
    "maintenance_until": {
      "type": [
        "string",
        "null"
      ],
      "description": "End of free updates, in the same forms; null for no end.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z)?$"
    },
    "grace_hours": {
      "type": "integer",
      "description": "Hours for which a subscription stays valid after its end.",
      "minimum": 0,
      "maximum": 87600
    },
    "max_activations": {
      "type": [
        "integer",
        "null"
      ],
      "description": "Devices at a time; null for no limit.",
      "minimum": 1,
      "maximum": 1000000000
    },
    "max_transfers": {
      "type": "integer",
      "description": "How often the license may move to another device; 0 for no limit.",
      "minimum": 0,
      "maximum": 1000000000
    },
    "max_license_users": {
      "type": [
        "integer",
        "null"
      ],
      "description": "Only of user products; null for no limit.",
      "minimum": 1,
      "maximum": 1000000000
    },
    "custom_fields": {
      "type": "array",
      "description": "Fields of your own that applications get with the license.",
      "maxItems": 64,
      "items": {
        "type": "object",
        "required": [
          "name",
          "data_type",
          "value"
        ],
        "additionalProperties": false,
        "properties": {
          "name": {
            "type": "string",
            "maxLength": 128
          },
          "data_type": {
            "type": [
              "string",
              "null"
            ],
            "maxLength": 64
          },
          "value": {
            "type": "string",
            "maxLength": 1024
          }
        }
      }
    },
    "metadata": {
      "type": "object",
      "description": "Any JSON object of your own.",
      "additionalProperties": true
    },
    "note": {
      "type": "string",
      "description": "A note for you alone.",
      "maxLength": 4096
    }
  },
  "NewAssignment": {
    "license_user_id": {
      "type": "integer",
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "email": {
      "type": "string",
      "description": "An e-mail address, compared without regard to case. It is kept in lower case.",
      "maxLength": 320,
      "pattern": "^[^\\s@\\u0000-\\u001f]+@[^\\s@\\u0000-\\u001f]+$"
    },
    "max_activations": {
      "type": [
        "integer",
        "null"
      ],
      "default": null,
      "description": "Devices this person may bind; null for no limit.",
      "minimum": 1,
      "maximum": 1000000000
    }
  },
  "AdminDevice": {
    "id": {
      "type": "integer",
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "license_id": {
      "type": "integer",
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "hardware_id": {
      "type": "string"
    },
    "license_user_id": {
      "type": [
        "integer",
        "null"
      ],
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "license_user_email": {
      "type": [
        "string",
        "null"
      ]
    },
    "active": {
      "type": "boolean",
      "description": "Whether it holds a seat."
    },
    "fields": {
      "type": "object",
      "description": "What the device says of itself.",
      "additionalProperties": true
    },
    "variables": {
      "type": "object",
      "additionalProperties": true
    },
    "activated_at": {
      "type": "string",
      "description": "ISO 8601 in UTC.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    },
    "created_at": {
      "type": "string",
      "description": "When it was first activated.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    },
    "updated_at": {
      "type": "string",
      "description": "ISO 8601 in UTC.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    },
    "last_seen_at": {
      "type": [
        "string",
        "null"
      ],
      "description": "When its application last activated or checked it, with a key that may change something. Noted at most\nonce an hour; null where it never did so here.\n",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    }
  },
  "AdminLicenseUser": {
    "id": {
      "type": "integer",
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "email": {
      "type": "string"
    },
    "first_name": {
      "type": "string"
    },
    "last_name": {
      "type": "string"
    },
    "phone_number": {
      "type": "string"
    },
    "has_password": {
      "type": "boolean",
      "description": "Whether they can sign in with a password."
    },
    "is_initial_password": {
      "type": "boolean",
      "description": "Somebody else has chosen it: on our sign-in page the person chooses a new one before they are signed in. Applications are told too."
    },
    "enabled": {
      "type": "boolean"
    },
    "license_count": {
      "type": "integer",
      "description": "Licenses they are assigned to."
    },
    "created_at": {
      "type": "string",
      "description": "ISO 8601 in UTC.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    },
    "updated_at": {
      "type": "string",
      "description": "ISO 8601 in UTC.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    }
  },
  "NewLicenseUser": {
    "email": {
      "type": "string",
      "description": "An e-mail address, compared without regard to case. It is kept in lower case.",
      "maxLength": 320,
      "pattern": "^[^\\s@\\u0000-\\u001f]+@[^\\s@\\u0000-\\u001f]+$"
    },
    "first_name": {
      "type": "string",
      "default": "",
      "description": "First name.",
      "maxLength": 512
    },
    "last_name": {
      "type": "string",
      "default": "",
      "description": "Last name.",
      "maxLength": 512
    },
    "phone_number": {
      "type": "string",
      "default": "",
      "description": "Phone number.",
      "maxLength": 512
    },
    "password": {
      "type": "string",
      "minLength": 12,
      "maxLength": 1024
    },
    "is_initial_password": {
      "type": "boolean",
      "default": true,
      "description": "Somebody else has chosen it: on our sign-in page the person chooses a new one before they are signed in. Applications are told too."
    },
    "enabled": {
      "type": "boolean",
      "default": true,
      "description": "False when the person can neither sign in nor use licenses."
    }
  },
  "LicenseUserChanges": {
    "email": {
      "type": "string",
      "description": "An e-mail address, compared without regard to case. It is kept in lower case.",
      "maxLength": 320,
      "pattern": "^[^\\s@\\u0000-\\u001f]+@[^\\s@\\u0000-\\u001f]+$"
    },
    "first_name": {
      "type": "string",
      "maxLength": 512,
      "description": "First name."
    },
    "last_name": {
      "type": "string",
      "maxLength": 512,
      "description": "Last name."
    },
    "phone_number": {
      "type": "string",
      "maxLength": 512,
      "description": "Phone number."
    },
    "enabled": {
      "type": "boolean",
      "description": "False when the person can neither sign in nor use licenses."
    }
  },
  "NewPassword": {
    "password": {
      "type": "string",
      "minLength": 12,
      "maxLength": 1024
    },
    "is_initial_password": {
      "type": "boolean",
      "default": true,
      "description": "Somebody else has chosen it: on our sign-in page the person chooses a new one before they are signed in. Applications are told too."
    }
  },
  "AdminCustomerAccount": {
    "id": {
      "type": "integer",
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "code": {
      "type": "string",
      "minLength": 1,
      "maxLength": 128
    },
    "name": {
      "type": "string"
    },
    "enabled": {
      "type": "boolean",
      "description": "Nobody signs in with one that is disabled."
    },
    "redirect_uris": {
      "type": "array",
      "maxItems": 100,
      "items": {
        "type": "object",
        "required": [
          "uri"
        ],
        "additionalProperties": false,
        "properties": {
          "uri": {
            "type": "string",
            "description": "Compared as an exact string, save that the port of a loopback address may be any: https, http on a\nloopback address, or a scheme of the application's own in reverse domain form; percent-encoded.\n",
            "minLength": 1,
            "maxLength": 2048
          },
          "is_default": {
            "type": "boolean",
            "default": false,
            "description": "Used where an application names none. One at most; without any, the first of them."
          }
        }
      }
    },
    "provider_redirect_uri": {
      "type": "string",
      "description": "The redirect URI that the company registers at its own OpenID provider. It follows from the public URL and the code."
    },
    "connection_kind": {
      "type": [
        "string",
        "null"
      ],
      "enum": [
        "password",
        "oidc",
        null
      ],
      "description": "How its people sign in. The connection is its own resource, with its own ETag."
    },
    "created_at": {
      "type": "string",
      "description": "ISO 8601 in UTC.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    },
    "updated_at": {
      "type": "string",
      "description": "ISO 8601 in UTC.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    }
  },
  "NewCustomerAccount": {
    "code": {
      "type": "string",
      "description": "Names it in the License API. Letters, digits, `-`, `_` and `.`; never changes.",
      "maxLength": 128,
      "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$"
    },
    "name": {
      "type": "string",
      "minLength": 1,
      "maxLength": 256
    },
    "enabled": {
      "type": "boolean",
      "default": true,
      "description": "False when nobody of the customer account can sign in."
    },
    "redirect_uris": {
      "type": "array",
      "maxItems": 100,
      "items": {
        "type": "object",
        "required": [
          "uri"
        ],
        "additionalProperties": false,
        "properties": {
          "uri": {
            "type": "string",
            "description": "Compared as an exact string, save that the port of a loopback address may be any: https, http on a\nloopback address, or a scheme of the application's own in reverse domain form; percent-encoded.\n",
            "minLength": 1,
            "maxLength": 2048
          },
          "is_default": {
            "type": "boolean",
            "default": false,
            "description": "Used where an application names none. One at most; without any, the first of them."
          }
        }
      },
      "default": [],
      "description": "Addresses that sign-ins may end at."
    }
  },
  "CustomerAccountChanges": {
    "name": {
      "type": "string",
      "minLength": 1,
      "maxLength": 256
    },
    "enabled": {
      "type": "boolean",
      "description": "False when nobody of the customer account can sign in."
    },
    "redirect_uris": {
      "type": "array",
      "maxItems": 100,
      "items": {
        "type": "object",
        "required": [
          "uri"
        ],
        "additionalProperties": false,
        "properties": {
          "uri": {
            "type": "string",
            "description": "Compared as an exact string, save that the port of a loopback address may be any: https, http on a\nloopback address, or a scheme of the application's own in reverse domain form; percent-encoded.\n",
            "minLength": 1,
            "maxLength": 2048
          },
          "is_default": {
            "type": "boolean",
            "default": false,
            "description": "Used where an application names none. One at most; without any, the first of them."
          }
        }
      },
      "description": "Addresses that sign-ins may end at."
    }
  },
  "AdminPasswordConnection": {
    "kind": {
      "type": "string"
    },
    "enabled": {
      "type": "boolean",
      "description": "Nobody signs in through one that is disabled."
    },
    "default_response_type": {
      "type": "string",
      "enum": [
        "code",
        "token"
      ],
      "description": "The grant where an application names none."
    },
    "allow_implicit": {
      "type": "boolean",
      "description": "Whether an application may ask for `token`."
    }
  },
  "AdminOidcConnection": {
    "kind": {
      "type": "string"
    },
    "enabled": {
      "type": "boolean",
      "description": "Nobody signs in through one that is disabled."
    },
    "default_response_type": {
      "type": "string",
      "enum": [
        "code",
        "token"
      ],
      "description": "The grant where an application names none."
    },
    "allow_implicit": {
      "type": "boolean",
      "description": "Whether an application may ask for `token`."
    },
    "issuer": {
      "type": "string",
      "description": "The provider's name for itself, a URL. Its discovery document stands under `/.well-known/openid-configuration` there.",
      "minLength": 1,
      "maxLength": 2048
    },
    "client_id": {
      "type": "string"
    },
    "has_client_secret": {
      "type": "boolean",
      "description": "There is one. It is never shown."
    },
    "trust": {
      "type": "string",
      "enum": [
        "verified",
        "unstated",
        "managed"
      ],
      "description": "When an address counts. `verified`: the provider says `email_verified: true`. `unstated`: also where it says nothing\nof it. `managed`: always, as the company's own administrators decide who has which address. With `managed`, whoever\ncan choose their address at the provider can sign in as anybody of this customer account.\n"
    },
    "email_claim": {
      "type": "string",
      "minLength": 1,
      "maxLength": 100,
      "pattern": "^[!-~]+$",
      "description": "The claim that holds the e-mail address."
    },
    "scopes": {
      "type": "array",
      "description": "What is asked for beside `openid email`, such as `profile`.",
      "maxItems": 10,
      "items": {
        "type": "string",
        "minLength": 1,
        "maxLength": 100,
        "pattern": "^[!#-\\[\\]-~]+$"
      }
    },
    "required_claims": {
      "type": "object",
      "description": "What a person must have: names of claims, and the value of each as text. Values are compared without regard to case;\n`true` is also `1`. A list has the value where one of its members is it. Whoever lacks one is refused.\n",
      "additionalProperties": {
        "type": "string",
        "minLength": 1,
        "maxLength": 500
      }
    },
    "response_mode": {
      "type": "string",
      "enum": [
        "query",
        "form_post"
      ],
      "description": "How the provider sends people back. `form_post` where it insists, as Apple and some AD FS do."
    },
    "token_endpoint_auth_method": {
      "type": "string",
      "enum": [
        "auto",
        "client_secret_basic",
        "client_secret_post"
      ],
      "description": "How Latchkey shows its client secret to the provider. `auto` finds out."
    }
  },
  "ConnectionChanges": {
    "enabled": {
      "type": "boolean"
    },
    "default_response_type": {
      "type": "string",
      "enum": [
        "code",
        "token"
      ]
    },
    "allow_implicit": {
      "type": "boolean"
    },
    "issuer": {
      "type": "string",
      "description": "The provider's name for itself, a URL. Its discovery document stands under `/.well-known/openid-configuration` there.",
      "minLength": 1,
      "maxLength": 2048
    },
    "client_id": {
      "type": "string",
      "description": "What the provider calls Latchkey.",
      "minLength": 1,
      "maxLength": 512
    },
    "client_secret": {
      "type": "string",
      "description": "Of the client at the provider. Kept sealed, never shown.",
      "minLength": 1,
      "maxLength": 1024
    },
    "trust": {
      "type": "string",
      "enum": [
        "verified",
        "unstated",
        "managed"
      ],
      "description": "When an address counts. `verified`: the provider says `email_verified: true`. `unstated`: also where it says nothing\nof it. `managed`: always, as the company's own administrators decide who has which address. With `managed`, whoever\ncan choose their address at the provider can sign in as anybody of this customer account.\n"
    },
    "email_claim": {
      "type": "string",
      "minLength": 1,
      "maxLength": 100,
      "pattern": "^[!-~]+$"
    },
    "scopes": {
      "type": "array",
      "description": "What is asked for beside `openid email`, such as `profile`.",
      "maxItems": 10,
      "items": {
        "type": "string",
        "minLength": 1,
        "maxLength": 100,
        "pattern": "^[!#-\\[\\]-~]+$"
      }
    },
    "required_claims": {
      "type": "object",
      "description": "What a person must have: names of claims, and the value of each as text. Values are compared without regard to case;\n`true` is also `1`. A list has the value where one of its members is it. Whoever lacks one is refused.\n",
      "additionalProperties": {
        "type": "string",
        "minLength": 1,
        "maxLength": 500
      }
    },
    "response_mode": {
      "type": "string",
      "enum": [
        "query",
        "form_post"
      ],
      "description": "How the provider sends people back. `form_post` where it insists, as Apple and some AD FS do."
    },
    "token_endpoint_auth_method": {
      "type": "string",
      "enum": [
        "auto",
        "client_secret_basic",
        "client_secret_post"
      ],
      "description": "How Latchkey shows its client secret to the provider. `auto` finds out."
    }
  },
  "AdminApiKey": {
    "id": {
      "type": "integer",
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "name": {
      "type": "string"
    },
    "api_key": {
      "type": "string",
      "description": "What requests name. No secret."
    },
    "read_only": {
      "type": "boolean",
      "description": "It may check, list and read, and change nothing."
    },
    "product_ids": {
      "type": [
        "array",
        "null"
      ],
      "description": "The products it is good for; null for all.",
      "maxItems": 1000,
      "items": {
        "type": "integer",
        "minimum": 1,
        "maximum": 9007199254740991
      }
    },
    "revoked_at": {
      "type": [
        "string",
        "null"
      ],
      "description": "null while it is of use.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    },
    "created_at": {
      "type": "string",
      "description": "ISO 8601 in UTC.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    },
    "updated_at": {
      "type": "string",
      "description": "ISO 8601 in UTC.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    }
  },
  "NewApiKey": {
    "name": {
      "type": "string",
      "minLength": 1,
      "maxLength": 256
    },
    "read_only": {
      "type": "boolean",
      "default": false,
      "description": "It may check, list and read, and change nothing."
    },
    "product_ids": {
      "type": [
        "array",
        "null"
      ],
      "description": "The products it is good for; null, or nothing, for all.",
      "maxItems": 1000,
      "items": {
        "type": "integer",
        "minimum": 1,
        "maximum": 9007199254740991
      },
      "default": null
    }
  },
  "ApiKeyChanges": {
    "name": {
      "type": "string",
      "minLength": 1,
      "maxLength": 256
    },
    "read_only": {
      "type": "boolean"
    },
    "product_ids": {
      "type": [
        "array",
        "null"
      ],
      "description": "The products it is good for; null for all.",
      "maxItems": 1000,
      "items": {
        "type": "integer",
        "minimum": 1,
        "maximum": 9007199254740991
      }
    }
  }
} as const;
