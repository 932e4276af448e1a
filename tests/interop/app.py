"""A service of flask-jwt-router: the other side of `it/interop.rs`.

It is configured by the environment, prints its port, and ends when its standard input ends.
"""

import json
import os
import sys
import threading

import jwt
from flask import Flask, g, jsonify, request
from flask_jwt_router import JwtRoutes
from flask_sqlalchemy import SQLAlchemy
from werkzeug.serving import make_server

app = Flask(__name__)
app.config["SECRET_KEY"] = os.environ["SECRET_KEY"]
app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///" + os.environ["DATABASE"]
app.config["JWT_ROUTER_API_NAME"] = "/api/v1"
app.config["WHITE_LIST_ROUTES"] = [("POST", "/login"), ("POST", "/sign")]

db = SQLAlchemy(app)


class User(db.Model):
    __tablename__ = "users"

    user_id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String, nullable=False)


jwt_routes = JwtRoutes(app, entity_models=[User])


@app.post("/api/v1/login")
def login():
    body = request.get_json()
    jwt_routes.set_exp(expire_days=body.get("days", 30))
    return jsonify(token=jwt_routes.create_token(entity_id=body["id"], table_name="users"))


@app.post("/api/v1/renew")
def renew():
    return jsonify(token=jwt_routes.update_token(entity_id=g.get("users").user_id))


@app.get("/api/v1/me")
def me():
    return g.get("users").name


@app.delete("/api/v1/me")
def leave():
    db.session.delete(g.get("users"))
    db.session.commit()
    return ""


@app.post("/api/v1/sign")
def sign():
    """Signs what flask-jwt-router never would, with the PyJWT that it signs with."""
    body = request.get_json()
    algorithm = body.get("algorithm", "HS256")
    secret = None if algorithm == "none" else app.config["SECRET_KEY"]
    return jsonify(token=jwt.encode(body["claims"], secret, algorithm, body.get("header")))


def end_with_standard_input():
    sys.stdin.read()
    os._exit(0)


with app.app_context():
    db.create_all()
    for user_id, name in json.loads(os.environ["USERS"]):
        db.session.add(User(user_id=user_id, name=name))
    db.session.commit()

server = make_server("127.0.0.1", 0, app)
threading.Thread(target=end_with_standard_input, daemon=True).start()
print(server.port, flush=True)
server.serve_forever()
